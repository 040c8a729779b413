# Suche in einer Organisation.
search-title = Suche
search-label = Name, Titel, Adresse oder Kennung einer Ausführung
search-all = Alle mit diesen Wörtern anzeigen
search-start-title = Was suchen Sie?
search-empty-title = Nichts passt zu „{ $q }“
search-empty-text = Server werden nach Name und Adresse gefunden, MCP-Tools nach Name und Titel, Aufgaben und neuere Ausführungen nach dem Titel, jede Ausführung nach dem Anfang ihrer Kennung.
