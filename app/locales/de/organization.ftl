# Organisationen: eine weitere, und die Einstellungen einer Organisation.
organization-new = Neue Organisation
organization-new-intro = Ein eigener Platz für Server und Aufgaben, mit eigenen Mitgliedern. Sie werden ihr Inhaber.
organization-new-submit = Organisation anlegen
organization-new-back = Zurück zur Startseite
organization-name = Name
organization-name-help = Der Name Ihrer Firma oder Ihres Teams, so wie ihn die Mitglieder sehen.
organization-slug = Adresse
organization-slug-help = Das Wort in URLs und in der API. Es bleibt, wenn sich der Name ändert, damit Links weiter funktionieren.
organization-since = Angelegt
organization-too-many = Ihnen gehören { $max } Organisationen, mehr kann eine Person nicht besitzen. Nutzen Sie eine davon, oder bitten Sie jemand anderen, diese anzulegen und Sie einzuladen.
organization-retention = Ausführungen behalten (Tage)
organization-retention-help = So lange nach ihrem Ende werden Ausführungen und ihre Ausgabe endgültig gelöscht. 0: nie.
organization-output-cap = Von jeder Ausgabe behalten (MiB)
organization-output-cap-help = Von dem, was ein Versuch schreibt, drei Viertel davon vom Anfang und der Rest vom Ende; die Seite sagt, was dazwischen fehlt. 8 bis 4.096.
