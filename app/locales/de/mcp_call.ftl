# Aufrufe von MCP-Tools: Argumente, Fortschritt, Ergebnis; und woraus ein Ergebnis besteht.
mcp-call-as-json = Als JSON
mcp-call-entries = { $count ->
    [one] { $count } Eintrag
   *[other] { $count } Einträge
}
mcp-call-image = Bild vom Server ({ $kind })
mcp-call-audio = Ton vom Server ({ $kind })
mcp-call-text-empty = Ein leerer Text.
mcp-call-unknown = Der Server hat etwas vom Typ „{ $kind }“ geschickt, das hier nicht gezeigt werden kann.
