package dev.musubi.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Whom the bank is told of, and what it was told: a file each, so that neither is lost with the process. */
final class Watches {

    private final SubjectFiles files;

    Watches(Path folder) {
        this.files = new SubjectFiles(folder);
    }

    synchronized Optional<Watched> find(String subject) {
        return files.read(subject).map(Watched::of);
    }

    synchronized List<Watched> all() {
        return files.all().stream().map(Watched::of).toList();
    }

    /** Begins to watch somebody, or changes what is known of whom is watched already. */
    synchronized void put(Watched first, UnaryOperator<Watched> orElse) {
        keep(find(first.subject()).map(orElse).orElse(first));
    }

    /** Changes what is known of somebody who is watched; of anybody else nothing is kept. */
    synchronized Optional<Watched> change(String subject, UnaryOperator<Watched> change) {
        Optional<Watched> before = find(subject);
        Optional<Watched> after = before.map(change);
        if (!after.equals(before)) {
            after.ifPresent(this::keep);
        }
        return after;
    }

    private void keep(Watched watched) {
        files.write(watched.subject(), watched.toMap());
    }
}
