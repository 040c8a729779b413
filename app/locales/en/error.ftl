# Errors of the product: what happened, to what, what to do.
error-unauthenticated = You are not signed in, or your session has ended. Sign in again.
error-invalid-credentials = E-mail and password do not match. Check both and try again.
error-forbidden = Your role does not allow this ({ $action }). Ask an owner or admin of the organization.
error-foreign-origin = The request came from another site and was refused. Open the page here and try again.
error-not-found-page = There is no page at this address.
error-not-found-user = This user does not exist.
error-not-found-organization = This organization does not exist, or you are not a member of it.
error-not-found-server = This server does not exist. It may have been deleted.
error-not-found-server-draft = This draft does not exist. The server may have been added already.
error-not-found-mcp-tool = The server does not offer this MCP tool. Check the server to fetch its MCP tools again.
error-not-found-server-import = This import does not exist any more. It may be done already. Paste the file again.
error-not-found-task = This task does not exist. It may have been deleted.
error-not-found-execution = This execution does not exist.
error-not-found-attempt = This attempt does not exist.
error-not-found-link = This link does not exist or was used already.
error-invalid = Some fields need another look.
error-malformed = The request could not be read: { $detail }
error-too-large = The request is larger than the { $limit } bytes accepted here.
error-unsupported-media-type = This kind of content is not understood here.
error-method-not-allowed = This method is not offered at this address.
error-too-many-requests = Too many requests. Try again in { $seconds } s.
error-idempotency-running = A request with this Idempotency-Key is still running. Wait for its answer, then send it again.
error-unavailable = The Studio cannot be reached, or something it needs is not there at the moment. Try again in a few seconds.
error-internal = Something went wrong on our side. Quote this when you report it: { $request }

# Beside a field
field-error-required = Fill this in.
field-error-too-long = Use at most { $max } characters.
field-error-too-short = Use at least { $min } characters.
field-error-out-of-range = Enter a whole number from { $min } to { $max }.
field-error-email = Enter an e-mail address such as name@example.com.
field-error-url = Enter a full address that begins with http:// or https://.
field-error-url-credentials = Leave user name and password out of the address. Enter the token in its own field.
field-error-taken = This is in use already. Choose another one.
field-error-unknown-word = Choose one of the options offered.
field-error-unknown-reference = This does not exist here. Choose another one.
field-error-key-reused = This key was sent with another request. Choose a new one for each new request.
field-error-characters = Some characters cannot be used here, such as line breaks.
field-error-guessable-password = This password is easy to guess. Choose one that nobody would try.
field-error-wrong-password = This is not your current password.
field-error-not-built = This version cannot do this yet.
field-error-shape = This value could not be read: { $detail }

# Pages
error-page-not-found-title = Page not found
error-page-not-found-text = The address may be mistyped, or what was here has been deleted.
error-page-home = Go to the start page
error-page-title = This page could not be shown
