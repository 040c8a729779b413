//! Rules: casbin decides what a role may do. The files are `policy/model.conf` and `policy/roles.csv`.

use std::collections::HashSet;

use casbin::{CoreApi, DefaultModel, Enforcer, StringAdapter};
use model::{Action, Role};

const MODEL: &str = include_str!("../policy/model.conf");
const ROLES: &str = include_str!("../policy/roles.csv");

/// The policy files contradict themselves; a defect of the build.
#[derive(Debug, thiserror::Error)]
#[error("the policy cannot be loaded")]
pub struct PolicyError(#[from] casbin::Error);

/// Decides. Asks casbin once for every built-in role and action and keeps the answers, since an `enforce` call costs
/// more than the queries it would guard.
pub struct Authorizer {
    allowed: HashSet<(Role, Action)>,
}

impl Authorizer {
    /// Loads the compiled-in policy.
    pub async fn load() -> Result<Self, PolicyError> {
        let model = DefaultModel::from_str(MODEL).await?;
        let rules: String = ROLES.lines().filter(|l| !l.trim().is_empty()).flat_map(|l| [l, "\n"]).collect();
        let enforcer = Enforcer::new(model, StringAdapter::new(rules)).await?;
        let mut allowed = HashSet::new();
        for role in Role::ALL {
            for action in Action::ALL {
                if enforcer.enforce((role.as_str(), action.as_str()))? {
                    allowed.insert((*role, *action));
                }
            }
        }
        Ok(Self { allowed })
    }

    /// Whether the role may do it.
    pub fn allows(&self, role: Role, action: Action) -> bool {
        self.allowed.contains(&(role, action))
    }

    /// The matrix people review: a line an action, a column a role.
    pub fn matrix(&self) -> String {
        let mut text = format!("{:<22}", "action");
        for role in Role::ALL {
            text += &format!(" {:<9}", role.as_str());
        }
        for action in Action::ALL {
            text += &format!("\n{:<22}", action.as_str());
            for role in Role::ALL {
                text += &format!(" {:<9}", if self.allows(*role, *action) { "yes" } else { "-" });
            }
        }
        text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n") + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `policy/matrix.txt` is what people review: a change of the policy shows there. `STUDIO_ACCEPT_MATRIX=1` writes it.
    #[tokio::test]
    async fn matrix_is_as_reviewed() {
        let matrix = Authorizer::load().await.unwrap().matrix();
        let path = std::env::var("CARGO_MANIFEST_DIR").unwrap() + "/policy/matrix.txt";
        if std::env::var_os("STUDIO_ACCEPT_MATRIX").is_some() {
            std::fs::write(&path, &matrix).unwrap();
        }
        assert_eq!(matrix, std::fs::read_to_string(&path).unwrap_or_default());
    }

    #[tokio::test]
    async fn every_action_is_somebodys_and_owners_may_do_all() {
        let authorizer = Authorizer::load().await.unwrap();
        for action in Action::ALL {
            assert!(authorizer.allows(Role::Owner, *action), "{action}");
        }
        assert!(!authorizer.allows(Role::Viewer, Action::TaskRun));
    }
}
