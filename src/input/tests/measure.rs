use super::*;
use std::time::Instant;
#[test]
fn tmp_measure() {
    for root in std::env::var("TREES").unwrap().split(':') {
        let root = Path::new(root);
        let mut best = [f64::MAX; 4];
        let mut n = [0usize; 4];
        for _ in 0..40 {
            let t = Instant::now();
            n[0] = walkdir::WalkDir::new(root)
                .into_iter()
                .filter(|e| e.as_ref().is_ok_and(|e| e.file_type().is_file()))
                .count();
            best[0] = best[0].min(t.elapsed().as_secs_f64());
            let t = Instant::now();
            let mut all: Vec<String> = walkdir::WalkDir::new(root)
                .into_iter()
                .filter_map(Result::ok)
                .filter(|e| e.file_type().is_file())
                .map(|e| e.path().strip_prefix(root).unwrap().to_string_lossy().into_owned())
                .collect();
            all.sort_unstable();
            n[1] = all.len();
            best[1] = best[1].min(t.elapsed().as_secs_f64());
            let t = Instant::now();
            n[2] = ignore::WalkBuilder::new(root)
                .hidden(false)
                .ignore(false)
                .build()
                .filter(|e| e.as_ref().is_ok_and(|e| e.file_type().is_some_and(|t| t.is_file())))
                .count();
            best[2] = best[2].min(t.elapsed().as_secs_f64());
            let t = Instant::now();
            let tree = walk(root, &WalkOptions::default()).unwrap();
            n[3] = tree.files.files().count();
            best[3] = best[3].min(t.elapsed().as_secs_f64());
        }
        let mut st = [f64::MAX; 4];
        for _ in 0..40 {
            let options = WalkOptions::default();
            let t = Instant::now();
            let found = work_tree::list(root, &options).unwrap();
            st[0] = st[0].min(t.elapsed().as_secs_f64());
            let t = Instant::now();
            for d in &found.documents {
                std::hint::black_box(found.rules.match_entry(&d.path, ignore_rules::Entry::File));
            }
            st[3] = st[3].min(t.elapsed().as_secs_f64());
            let t = Instant::now();
            let files = FileSet::new(found.files, found.folders, found.unseen, found.rules);
            st[1] = st[1].min(t.elapsed().as_secs_f64());
            let t = Instant::now();
            let mut selection = Selection::new(&files, &options);
            for d in &found.documents {
                std::hint::black_box(selection.exclusion(&d.path));
            }
            st[2] = st[2].min(t.elapsed().as_secs_f64());
        }
        eprintln!("list {:.2} set {:.2} select {:.2} rules {:.2}", st[0] * 1e3, st[1] * 1e3, st[2] * 1e3, st[3] * 1e3);
        eprintln!(
            "{}: plain {:.2} ms ({}), plain+sorted paths {:.2} ms ({}), ignore::Walk {:.2} ms ({}), ours {:.2} ms ({})",
            root.display(),
            best[0] * 1e3,
            n[0],
            best[1] * 1e3,
            n[1],
            best[2] * 1e3,
            n[2],
            best[3] * 1e3,
            n[3]
        );
    }
}

#[test]
fn tmp_loop() {
    let root = std::env::var("TREE").unwrap();
    for _ in 0..300 {
        std::hint::black_box(walk(Path::new(&root), &WalkOptions::default()).unwrap());
    }
}
