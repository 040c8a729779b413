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

# Womit aufgerufen wird
mcp-call-no-arguments = Ohne Argumente.

# Wie weit er ist und was er ergab
mcp-call-result = Ergebnis
mcp-call-again = Ändern und neu aufrufen
mcp-call-progress = Fortschritt
mcp-call-progress-of = { $current } von { $total }
mcp-call-progress-so-far = bisher { $current }
mcp-call-begins = Der Aufruf hat den Server noch nicht erreicht.
mcp-call-runs = Der Server arbeitet daran. Das Ergebnis erscheint hier.
mcp-call-cancelling = Dem Server wird gesagt, dass niemand mehr auf das Ergebnis wartet.
mcp-call-cancelled = Abgebrochen. Dem Server wurde es gesagt; ob das MCP-Tool seine Arbeit schon getan hatte, ist nicht bekannt.
mcp-call-result-none = Das MCP-Tool gab nichts zurück.
mcp-call-result-large = Das Ergebnis ist zu groß, um hier gezeigt zu werden. Es steht vollständig in der Ausgabe der Ausführung.
