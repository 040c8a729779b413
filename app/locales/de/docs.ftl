# Die Seite, die die API beschreibt.
docs-access-needed = Braucht ein Token oder eine Sitzung.
docs-access-open = Für alle offen.
docs-answers = Antworten
docs-body = Inhalt der Anfrage
docs-contents = Inhalt
docs-description = Beschreibung
docs-example = Beispiel
docs-name = Name
docs-parameters = Parameter
docs-place = In
docs-required = erforderlich
docs-schemas = Typen
docs-status = Status
docs-title = API-Referenz
docs-type = Typ
