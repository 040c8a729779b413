//! What is done to an installation.

use std::time::{Duration, Instant};

use fastrand::Rng;

use crate::installation::Installation;

/// Longer than a lease.
const LONG: Duration = Duration::from_secs(17);

/// Does one thing after the other for so long. The first of each sort comes for sure, then chance decides.
pub async fn make(installation: &mut Installation, seed: u64, so_long: Duration) {
    let mut rng = Rng::with_seed(seed);
    let began = Instant::now();
    let mut sorts: Vec<usize> = (0..6).collect();
    rng.shuffle(&mut sorts);
    while began.elapsed() < so_long {
        tokio::time::sleep(Duration::from_millis(rng.u64(300..1500))).await;
        // What stands still takes a third of a short run each time.
        let sort = sorts.pop().unwrap_or_else(|| *rng.choice(&[0, 0, 0, 1, 2, 2, 3, 3, 4, 4, 5]).unwrap_or(&0));
        let (replica, worker, agent, place) = (rng.usize(0..4), rng.usize(2..4), rng.usize(0..2), rng.usize(0..3));
        let short = Duration::from_millis(rng.u64(500..4000));
        match sort {
            0 => {
                println!("chaos: replica {replica} is killed");
                installation.signal(replica, "KILL");
                tokio::time::sleep(Duration::from_millis(300)).await;
                installation.revive(replica);
            }
            1 => {
                println!("chaos: worker {worker} stands still past its leases");
                installation.signal(worker, "STOP");
                tokio::time::sleep(LONG).await;
                installation.signal(worker, "CONT");
            }
            2 => {
                println!("chaos: master agent {agent} is killed");
                installation.agents[agent].kill().await.unwrap();
                tokio::time::sleep(short).await;
                installation.agents[agent].restart().await.unwrap();
            }
            3 => {
                println!("chaos: place {place} is cut off for {short:?}");
                installation.way(place, false);
                tokio::time::sleep(short).await;
                installation.way(place, true);
            }
            4 => {
                println!("chaos: replica {replica} is cut off from the database for {short:?}");
                installation.database(replica, false);
                tokio::time::sleep(short).await;
                installation.database(replica, true);
            }
            _ => {
                println!("chaos: Postgres is killed");
                installation.restart_postgres().await;
            }
        }
        // What was told to end has, and Postgres may have taken one along: everybody is there again.
        for replica in 0..installation.replicas.len() {
            installation.revive(replica);
        }
    }
}
