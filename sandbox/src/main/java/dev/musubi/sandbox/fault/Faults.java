package dev.musubi.sandbox.fault;

import dev.musubi.sandbox.journal.Entry;
import dev.musubi.sandbox.journal.Journal;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which faults are in force. */
public final class Faults {

    private final Journal journal;
    private volatile Set<Fault> inForce = Set.of();

    /** None at first. */
    public Faults(Journal journal) {
        this.journal = journal;
        journal.subscribe(entry -> {
            if (entry instanceof Entry.FaultsSet(List<String> names)) {
                Set<Fault> now = EnumSet.noneOf(Fault.class);
                names.forEach(name -> now.add(Fault.valueOf(name)));
                inForce = now;
            }
        });
    }

    /** Whether one is in force. */
    public boolean on(Fault fault) {
        return inForce.contains(fault);
    }

    /** All in force. */
    public Set<Fault> inForce() {
        return Set.copyOf(inForce);
    }

    /** Replaces those in force. */
    public void replace(Collection<Fault> faults) {
        journal.append(new Entry.FaultsSet(
                faults.stream().map(Fault::name).distinct().sorted().toList()));
    }
}
