# Erreurs du produit : ce qui s’est passé, sur quoi, et que faire.
error-unauthenticated = Vous n’êtes pas connecté ou votre session a pris fin. Connectez-vous de nouveau.
error-invalid-credentials = L’adresse e-mail et le mot de passe ne correspondent pas. Vérifiez les deux, puis réessayez.
error-forbidden = Votre rôle ne le permet pas ({ $action }). Adressez-vous à un propriétaire ou à un administrateur de l’organisation.
error-foreign-origin = La requête provenait d’un autre site et a été refusée. Ouvrez la page ici, puis réessayez.
error-not-found-page = Il n’y a pas de page à cette adresse.
error-not-found-user = Cet utilisateur n’existe pas.
error-not-found-organization = Cette organisation n’existe pas, ou vous n’en êtes pas membre.
error-not-found-server = Ce serveur n’existe pas. Il a peut-être été supprimé.
error-not-found-server-draft = Ce brouillon n’existe pas. Le serveur a peut-être déjà été ajouté.
error-not-found-mcp-tool = Le serveur ne propose pas cet outil MCP. Vérifiez le serveur pour récupérer de nouveau ses outils MCP.
error-not-found-server-import = Cet import n’existe plus. Il est peut-être déjà terminé. Collez le fichier à nouveau.
error-not-found-task = Cette tâche n’existe pas. Elle a peut-être été supprimée.
error-not-found-execution = Cette exécution n’existe pas.
error-not-found-attempt = Cette tentative n’existe pas.
error-not-found-link = Ce lien n’existe pas ou a déjà servi.
error-invalid = Certains champs sont à revoir.
error-malformed = La requête n’a pas pu être lue : { $detail }
error-too-large = La requête dépasse les { $limit } octets acceptés ici.
error-unsupported-media-type = Ce type de contenu n’est pas compris ici.
error-method-not-allowed = Cette méthode n’est pas proposée à cette adresse.
error-too-many-requests = Trop de requêtes. Réessayez dans { $seconds } s.
error-idempotency-running = Une requête avec cette Idempotency-Key est encore en cours. Attendez sa réponse, puis renvoyez-la.
error-unavailable = Le Studio est injoignable, ou il lui manque momentanément quelque chose. Réessayez dans quelques secondes.
error-internal = Une erreur s’est produite de notre côté. Indiquez ceci en la signalant : { $request }

# À côté d’un champ
field-error-required = Remplissez ce champ.
field-error-too-long = { $max } caractères au plus.
field-error-too-short = { $min } caractères au moins.
field-error-out-of-range = Saisissez un nombre entier de { $min } à { $max }.
field-error-email = Saisissez une adresse e-mail comme nom@example.com.
field-error-url = Saisissez une adresse complète commençant par http:// ou https://.
field-error-url-credentials = N’indiquez ni nom d’utilisateur ni mot de passe dans l’adresse. Saisissez le jeton dans son propre champ.
field-error-taken = Déjà utilisé. Choisissez autre chose.
field-error-unknown-word = Choisissez l’une des options proposées.
field-error-unknown-reference = Cela n’existe pas ici. Choisissez autre chose.
field-error-key-reused = Cette clé a déjà servi à une autre requête. Choisissez-en une nouvelle pour chaque requête.
field-error-characters = Certains caractères ne sont pas permis ici, par exemple les sauts de ligne.
field-error-guessable-password = Ce mot de passe est facile à deviner. Choisissez-en un que personne n’essaierait.
field-error-wrong-password = Ce n’est pas votre mot de passe actuel.
field-error-not-built = Cette version ne le permet pas encore.
field-error-shape = Cette valeur n’a pas pu être lue : { $detail }

# Pages
error-page-not-found-title = Page introuvable
error-page-not-found-text = L’adresse est peut-être mal saisie, ou ce qui se trouvait ici a été supprimé.
error-page-home = Aller à la page d’accueil
error-page-title = Cette page n’a pas pu être affichée
