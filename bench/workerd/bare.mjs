export default { fetch: async (request) => Response.json(await request.json()) }
