/** The body of `customers/merge`, sent when the merge is done. */
export function mergePayload(keptId: string, deletedId: string, jobId: string) {
  return {
    admin_graphql_api_customer_kept_id: keptId,
    admin_graphql_api_customer_deleted_id: deletedId,
    admin_graphql_api_job_id: jobId,
    status: "completed",
    errors: [],
  };
}
