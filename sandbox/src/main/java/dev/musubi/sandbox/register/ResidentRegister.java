package dev.musubi.sandbox.register;

import dev.musubi.card.virtual.PinState;
import dev.musubi.jpki.attributes.DateOfBirth;
import dev.musubi.jpki.attributes.FourAttributes;
import dev.musubi.jpki.attributes.PersonText;
import dev.musubi.jpki.attributes.Sex;
import dev.musubi.jpki.profile.CertificateKind;
import dev.musubi.jpki.revocation.RevocationReason;
import dev.musubi.sandbox.journal.Entry;
import dev.musubi.sandbox.journal.Journal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The resident register and the certificates on record. Residents nothing has happened to are computed; the others are
 * kept as the journal says. Whatever a method acknowledges is in the journal already. Safe for any number of threads:
 * events of one resident happen one after another.
 */
public final class ResidentRegister {

    /** Certificates issued in the sandbox's own time are numbered from here; below are the computed ones. */
    private static final long FIRST_ISSUED = 1L << 29;

    private static final int LOCKS = 256;

    private final Journal journal;
    private final Municipalities municipalities;
    private final Issuers issuers;
    private final Map<Integer, Resident> changed = new ConcurrentHashMap<>();
    private final Map<Long, Integer> holders = new ConcurrentHashMap<>();
    private final AtomicLong nextSequence = new AtomicLong(FIRST_ISSUED);
    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toList();
    private volatile @Nullable Synthesis synthesis;
    private volatile Instant founded = Instant.EPOCH;
    private volatile int size;

    /** A register that keeps itself in the journal; nothing can be asked of it before the journal is replayed. */
    public ResidentRegister(Journal journal, Municipalities municipalities, Issuers issuers) {
        this.journal = journal;
        this.municipalities = municipalities;
        this.issuers = issuers;
        journal.subscribe(this::apply);
    }

    /** How many residents there are; their numbers are 1 to this. */
    public int size() {
        return size;
    }

    /** The resident of this number. */
    public Optional<Resident> find(int number) {
        if (number < 1 || number > size) {
            return Optional.empty();
        }
        Resident known = changed.get(number);
        return Optional.of(known != null ? known : computed(number));
    }

    /** The certificate of this place in the order of issue, as it is now. */
    public Optional<CertificateRecord> bySequence(long sequence) {
        Integer holder = sequence >= FIRST_ISSUED ? holders.get(sequence) : Integer.valueOf((int) (sequence / 4));
        if (holder == null || sequence < 0) {
            return Optional.empty();
        }
        return find(holder)
                .flatMap(resident -> resident.certificates().stream()
                        .filter(c -> c.sequence() == sequence)
                        .findFirst());
    }

    /** Lets something happen to a resident. Times are kept to the second, as certificates do. */
    public LifeOutcome live(int number, LifeEventRequest request, Instant now) {
        Instant at = now.truncatedTo(ChronoUnit.SECONDS);
        ReentrantLock lock = lockOf(number);
        lock.lock();
        try {
            Resident before = find(number).orElseThrow();
            return switch (new LifeRules(municipalities, synthesis()).effectOf(request, before, at)) {
                case LifeRules.Effect.Impossible(LifeEventFault fault) -> new LifeOutcome.Refused(fault);
                case LifeRules.Effect.Change change -> record(before, request.type(), change, at);
            };
        } finally {
            lock.unlock();
        }
    }

    private LifeOutcome record(Resident before, LifeEventType type, LifeRules.Effect.Change change, Instant at) {
        Issuance issuance = new Issuance(issuers, nextSequence::getAndIncrement);
        Issuance.Result result = issuance.after(before, change, at);
        List<Entry.RevocationData> revoked = change.revoke().stream()
                .map(m -> new Entry.RevocationData(
                        m.certificate().sequence(), m.reason().name()))
                .toList();
        journal.append(
                new Entry.Lived(at, before.number(), type.name(), data(result.person()), revoked, result.issued()));
        Resident after = find(before.number()).orElseThrow();
        return new LifeOutcome.Happened(
                after,
                at,
                revoked.stream().map(r -> certificate(after, r.sequence())).toList(),
                result.issued().stream()
                        .map(i -> certificate(after, i.sequence()))
                        .toList());
    }

    /** Keeps what a card says of one of its PINs: another value, other tries, or nothing new. */
    public void keepPin(int number, ResidentPin pin, PinState state) {
        alone(number, () -> {
            PinState before = find(number).orElseThrow().pin(pin);
            if (!Arrays.equals(before.value(), state.value())) {
                journal.append(
                        new Entry.PinChanged(number, pin.name(), new String(state.value(), StandardCharsets.US_ASCII)));
            }
            if (find(number).orElseThrow().triesLeft(pin) != state.triesLeft()) {
                journal.append(new Entry.PinCounted(number, pin.name(), state.triesLeft()));
            }
            return state;
        });
    }

    /** Does something while nothing else happens to this resident. */
    public <T> T alone(int number, Supplier<T> work) {
        ReentrantLock lock = lockOf(number);
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private ReentrantLock lockOf(int number) {
        return locks.get(Math.floorMod(number, LOCKS));
    }

    private Resident computed(int number) {
        Synthesis now = synthesis();
        Person person = now.person(number);
        return new Resident(number, person, now.certificates(number, person), Map.of(), List.of());
    }

    private Synthesis synthesis() {
        return Objects.requireNonNull(synthesis, "the journal has not been replayed");
    }

    private void apply(Entry entry) {
        switch (entry) {
            case Entry.Founded(Instant at, long seed, int residents) -> {
                founded = at;
                synthesis = new Synthesis(seed, at, municipalities, WordLists.load());
                size = residents;
            }
            case Entry.Resized(int residents) -> size = residents;
            case Entry.Lived lived -> applyLife(lived);
            case Entry.PinCounted(int resident, String key, int triesLeft) -> {
                ResidentPin pin = ResidentPin.valueOf(key);
                changePin(resident, pin, before -> PinState.of(pin.onCard(), before.value(), triesLeft));
            }
            case Entry.PinChanged(int resident, String key, String value) -> {
                ResidentPin pin = ResidentPin.valueOf(key);
                changePin(resident, pin, before -> PinState.fresh(pin.onCard(), value));
            }
            default -> {
                // Not about residents.
            }
        }
    }

    private void applyLife(Entry.Lived lived) {
        changed.compute(lived.resident(), (number, known) -> after(known != null ? known : computed(number), lived));
        for (Entry.IssueData issue : lived.issued()) {
            holders.put(issue.sequence(), lived.resident());
            nextSequence.accumulateAndGet(issue.sequence() + 1, Math::max);
        }
    }

    private Resident after(Resident before, Entry.Lived lived) {
        Person person = person(lived.person());
        List<CertificateRecord> certificates = new ArrayList<>();
        for (CertificateRecord each : before.certificates()) {
            CertificateRecord kept = each;
            for (Entry.RevocationData revoked : lived.revoked()) {
                if (revoked.sequence() == each.sequence()) {
                    kept = each.revoked(new Revocation(RevocationReason.valueOf(revoked.reason()), lived.at()));
                }
            }
            certificates.add(kept);
        }
        LifeEventType type = LifeEventType.valueOf(lived.type());
        Map<ResidentPin, PinState> pins =
                type == LifeEventType.VISIT_COUNTER ? new EnumMap<>(ResidentPin.class) : copy(before.pins());
        for (Entry.IssueData issue : lived.issued()) {
            CertificateKind kind = CertificateKind.valueOf(issue.kind());
            pins.remove(ResidentPin.of(kind));
            certificates.add(new CertificateRecord(
                    issue.sequence(),
                    before.number(),
                    kind,
                    issue.generation(),
                    person.municipality(),
                    person.attributes(),
                    issue.notBefore(),
                    issue.notAfter(),
                    null));
        }
        List<Resident.Event> history = new ArrayList<>(before.history());
        history.add(new Resident.Event(type, lived.at()));
        return new Resident(before.number(), person, List.copyOf(certificates), Map.copyOf(pins), List.copyOf(history));
    }

    private void changePin(int resident, ResidentPin pin, UnaryOperator<PinState> change) {
        changed.compute(resident, (number, known) -> {
            Resident before = known != null ? known : computed(number);
            Map<ResidentPin, PinState> pins = copy(before.pins());
            pins.put(pin, change.apply(before.pin(pin)));
            return new Resident(
                    before.number(), before.person(), before.certificates(), Map.copyOf(pins), before.history());
        });
    }

    private static Map<ResidentPin, PinState> copy(Map<ResidentPin, PinState> pins) {
        Map<ResidentPin, PinState> copy = new EnumMap<>(ResidentPin.class);
        copy.putAll(pins);
        return copy;
    }

    private static CertificateRecord certificate(Resident resident, long sequence) {
        return resident.certificates().stream()
                .filter(c -> c.sequence() == sequence)
                .findFirst()
                .orElseThrow();
    }

    private static Entry.PersonData data(Person person) {
        FourAttributes four = person.attributes();
        return new Entry.PersonData(
                four.name().value(),
                four.name().substituteFlags(),
                four.address().value(),
                four.address().substituteFlags(),
                four.dateOfBirth().encode(),
                four.sex().certificateCode(),
                person.municipality().code(),
                person.residence().name(),
                person.cardExpiry().toString());
    }

    private Person person(Entry.PersonData data) {
        return new Person(
                new FourAttributes(
                        new PersonText(data.name(), data.nameFlags()),
                        new PersonText(data.address(), data.addressFlags()),
                        DateOfBirth.parse(data.dateOfBirth()),
                        Sex.fromCertificateCode(data.sex()).orElseThrow()),
                municipalities.known(data.municipality()),
                Residence.valueOf(data.residence()),
                LocalDate.parse(data.cardExpiry()));
    }

    /** The day the sandbox began. */
    public Instant founded() {
        return founded;
    }
}
