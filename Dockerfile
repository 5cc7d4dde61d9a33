# Quintile as one image, for every role; docs/deploy.md says how it is run.

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build

FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production DATA_DIR=/data
RUN install --directory --owner=node --group=node --mode=700 /data
COPY --from=dependencies /app/node_modules node_modules
# Prisma's clients are part of it.
COPY --from=build /app/build build
# The migrations, which a process applies when it starts.
COPY prisma prisma
COPY package.json server.js move.js ./
USER node
VOLUME /data
EXPOSE 3000
# Live, not ready: a container is not to be restarted because its database is.
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Not by npm, which would stand between the process and the signal that ends it.
CMD ["node", "server.js"]
