import { Html } from "./html";

/** Line icons of the admin's navigation, drawn here on a 20-unit grid. */
const shapes = {
  home: "M3.5 9 10 3.5 16.5 9v7a.5.5 0 0 1-.5.5h-4v-4.5h-4v4.5H4a.5.5 0 0 1-.5-.5Z",
  orders: "M4 4.5h12v11H4zM4 11.5h3l1 2h4l1-2h3",
  products: "M3.5 10.5 10 4h6v6l-6.5 6.5zM13 7h.01",
  customers: "M10 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM4 16.5c.6-2.8 3-4.5 6-4.5s5.400 1.700 6 4.500",
  menu: "M3.500 5.500h13M3.500 10h13M3.500 14.500h13",
  back: "M12 5 7 10l5 5",
  store:
    "M4 8.500v8h12v-8M3 8l1.500-4.500h11L17 8c0 1.200-1 2-2.300 2s-2.400-.8-2.400-2c0 1.200-1 2-2.300 2s-2.300-.8-2.300-2c0 1.200-1.100 2-2.400 2S3 9.200 3 8Z",
} as const;

export function icon(name: keyof typeof shapes): Html {
  return new Html(
    `<svg class="icon" viewBox="0 0 20 20" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"><path d="${shapes[name]}"/></svg>`,
  );
}

/** The app's mark: five bars, as in quintiles. */
export const appMark = new Html(
  '<svg class="mark" viewBox="0 0 20 20" aria-hidden="true"><rect width="20" height="20" rx="5" fill="#0b5c4b"/><g fill="#fff"><rect x="3.600" y="12" width="2" height="4" rx=".6"/><rect x="6.400" y="10.200" width="2" height="5.800" rx=".6"/><rect x="9.200" y="8.200" width="2" height="7.800" rx=".6"/><rect x="12" y="6.200" width="2" height="9.800" rx=".6"/><rect x="14.800" y="4" width="2" height="12" rx=".6"/></g></svg>',
);
