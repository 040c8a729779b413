# The page that describes the API.
docs-access-needed = Needs a token or a session.
docs-access-open = Open to everybody.
docs-answers = Answers
docs-body = Body of the request
docs-contents = Contents
docs-description = Description
docs-example = Example
docs-name = Name
docs-parameters = Parameters
docs-place = In
docs-required = required
docs-schemas = Types
docs-status = Status
docs-title = API reference
docs-type = Type
