# Fehler des Produkts: was geschah, womit, und was zu tun ist.
error-unauthenticated = Sie sind nicht angemeldet, oder Ihre Sitzung ist beendet. Melden Sie sich erneut an.
error-invalid-credentials = E-Mail-Adresse und Passwort passen nicht zusammen. Prüfen Sie beides und versuchen Sie es erneut.
error-forbidden = Ihre Rolle erlaubt das nicht ({ $action }). Wenden Sie sich an einen Inhaber oder Administrator der Organisation.
error-foreign-origin = Die Anfrage kam von einer anderen Website und wurde abgelehnt. Öffnen Sie die Seite hier und versuchen Sie es erneut.
error-not-found-page = Unter dieser Adresse gibt es keine Seite.
error-not-found-user = Diesen Benutzer gibt es nicht.
error-not-found-organization = Diese Organisation gibt es nicht, oder Sie sind kein Mitglied.
error-not-found-server = Diesen Server gibt es nicht. Vielleicht wurde er gelöscht.
error-not-found-server-draft = Diesen Entwurf gibt es nicht. Vielleicht wurde der Server schon hinzugefügt.
error-not-found-mcp-tool = Der Server bietet dieses MCP-Tool nicht an. Prüfen Sie den Server, um seine MCP-Tools neu abzurufen.
error-not-found-server-import = Diesen Import gibt es nicht mehr. Vielleicht ist er schon erledigt. Fügen Sie die Datei noch einmal ein.
error-not-found-task = Diese Aufgabe gibt es nicht. Vielleicht wurde sie gelöscht.
error-not-found-execution = Diese Ausführung gibt es nicht.
error-not-found-attempt = Diesen Versuch gibt es nicht.
error-not-found-link = Diesen Link gibt es nicht, oder er wurde schon benutzt.
error-invalid = Einige Felder brauchen noch einen Blick.
error-malformed = Die Anfrage konnte nicht gelesen werden: { $detail }
error-too-large = Die Anfrage ist größer als die hier angenommenen { $limit } Byte.
error-unsupported-media-type = Diese Art von Inhalt wird hier nicht verstanden.
error-method-not-allowed = Diese Methode wird unter dieser Adresse nicht angeboten.
error-too-many-requests = Zu viele Anfragen. Versuchen Sie es in { $seconds } s erneut.
error-idempotency-running = Eine Anfrage mit diesem Idempotency-Key läuft noch. Warten Sie ihre Antwort ab und senden Sie sie dann erneut.
error-unavailable = Das Studio ist nicht erreichbar, oder ihm fehlt gerade etwas. Versuchen Sie es in einigen Sekunden erneut.
error-internal = Bei uns ist etwas schiefgegangen. Geben Sie dies an, wenn Sie es melden: { $request }

# Neben einem Feld
field-error-required = Füllen Sie dieses Feld aus.
field-error-too-long = Höchstens { $max } Zeichen.
field-error-too-short = Mindestens { $min } Zeichen.
field-error-out-of-range = Geben Sie eine ganze Zahl von { $min } bis { $max } ein.
field-error-email = Geben Sie eine E-Mail-Adresse wie name@example.com ein.
field-error-url = Geben Sie eine vollständige Adresse ein, die mit http:// oder https:// beginnt.
field-error-url-credentials = Lassen Sie Benutzername und Passwort aus der Adresse weg. Das Token hat ein eigenes Feld.
field-error-taken = Schon vergeben. Wählen Sie etwas anderes.
field-error-unknown-word = Wählen Sie eine der angebotenen Möglichkeiten.
field-error-unknown-reference = Das gibt es hier nicht. Wählen Sie etwas anderes.
field-error-key-reused = Dieser Schlüssel gehört zu einer anderen Anfrage. Wählen Sie für jede neue Anfrage einen neuen.
field-error-characters = Einige Zeichen sind hier nicht möglich, etwa Zeilenumbrüche.
field-error-guessable-password = Dieses Passwort ist leicht zu erraten. Wählen Sie eines, das niemand ausprobieren würde.
field-error-wrong-password = Das ist nicht Ihr aktuelles Passwort.
field-error-not-built = Diese Version kann das noch nicht.
field-error-shape = Dieser Wert konnte nicht gelesen werden: { $detail }

# Seiten
error-page-not-found-title = Seite nicht gefunden
error-page-not-found-text = Vielleicht ist die Adresse falsch geschrieben, oder was hier war, wurde gelöscht.
error-page-home = Zur Startseite
error-page-title = Diese Seite konnte nicht angezeigt werden
