// Very many executions that wait: copies of one that is queued, or the end of them all. Arguments: URL of the database as its
// superuser, id of the execution, how many copies; with 0 the copies and the execution are cancelled.
import pg from "pg";

const [connectionString, id, many] = process.argv.slice(2);
const client = new pg.Client({ connectionString });
await client.connect();
const { rows } = await client.query("SELECT * FROM executions WHERE id = $1", [id]);
if (rows[0]?.state !== "queued") throw new Error(`the execution is ${rows[0]?.state}`);
if (many === "0") {
  const over = "state = 'cancelled', finished_at = now()";
  await client.query(`UPDATE executions SET ${over} WHERE state = 'queued' AND task_id = $1`, [rows[0].task_id]);
} else {
  const copied = Object.keys(rows[0]).filter((column) => column !== "id");
  const names = copied.map((name) => `"${name}"`).join(", ");
  await client.query(
    `INSERT INTO executions (id, ${names}) SELECT gen_random_uuid(), ${names} FROM executions, generate_series(1, $2::int)
      WHERE id = $1`,
    [id, many],
  );
  await client.query("ANALYZE executions");
}
await client.end();
