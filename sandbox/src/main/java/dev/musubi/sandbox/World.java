package dev.musubi.sandbox;

import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.trust.TrustedAuthorities;
import dev.musubi.sandbox.authority.Authorities;
import dev.musubi.sandbox.authority.CertificateWriter;
import dev.musubi.sandbox.authority.Certificates;
import dev.musubi.sandbox.authority.Responders;
import dev.musubi.sandbox.card.ResidentCards;
import dev.musubi.sandbox.clock.SandboxClock;
import dev.musubi.sandbox.fault.Faults;
import dev.musubi.sandbox.journal.Entry;
import dev.musubi.sandbox.journal.Journal;
import dev.musubi.sandbox.mynaapp.Clients;
import dev.musubi.sandbox.mynaapp.MynaApp;
import dev.musubi.sandbox.mynaapp.Realm;
import dev.musubi.sandbox.mynaapp.ServerSecrets;
import dev.musubi.sandbox.phone.Phones;
import dev.musubi.sandbox.reader.CardInReader;
import dev.musubi.sandbox.register.Municipalities;
import dev.musubi.sandbox.register.ResidentRegister;
import dev.musubi.sandbox.repository.CrlService;
import dev.musubi.sandbox.repository.FaultyCrls;
import dev.musubi.sandbox.repository.FaultyOcsp;
import dev.musubi.sandbox.repository.OcspService;
import dev.musubi.sandbox.repository.RevocationLists;
import dev.musubi.sandbox.tls.TlsMaterial;
import dev.musubi.sandbox.verifierservice.Consents;
import dev.musubi.sandbox.verifierservice.LatestAttributes;
import dev.musubi.sandbox.verifierservice.NumberLinks;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** Everything in the sandbox but its ports: the parts, put together and brought to where the journal left them. */
public final class World implements AutoCloseable {

    private static final int MOST_RESIDENTS = 10_000_000;

    private final Journal journal;
    private final Municipalities municipalities = Municipalities.load();
    private final SandboxClock clock;
    private final Faults faults;
    private final ResidentRegister register;
    private final Authorities authorities;
    private final Certificates certificates;
    private final RevocationLists lists;
    private final FaultyOcsp ocsp;
    private final FaultyCrls crls;
    private final ResidentCards cards;
    private final CardInReader reader;
    private final Phones phones;
    private final Consents consents;
    private final LatestAttributes latest;
    private final NumberLinks links;
    private final Clients appClients;
    private final ServerSecrets appSecrets;
    private final TlsMaterial tls;

    private World(SandboxProperties settings, InstantSource machine, Journal journal) {
        this.journal = journal;
        CompletableFuture<TlsMaterial> material = new CompletableFuture<>();
        Thread.startVirtualThread(() -> material.completeAsync(
                () -> TlsMaterial.in(settings.data().resolve("tls"), machine.instant()), Runnable::run));
        JpkiProfile profile = JpkiProfile.sandbox();
        CertificateWriter writer = new CertificateWriter(profile, settings.publicUri());
        clock = new SandboxClock(machine, journal);
        faults = new Faults(journal);
        authorities = new Authorities(
                journal, writer, settings.data().resolve("authorities"), TrustedAuthorities.none(profile));
        register = new ResidentRegister(journal, municipalities, authorities);
        certificates = new Certificates(journal, profile, authorities, writer, register);
        lists = new RevocationLists(journal, register, certificates);
        consents = new Consents(journal, profile, authorities, certificates, settings.consentStarts());
        appClients = new Clients(journal);
        appSecrets = new ServerSecrets(journal);
        journal.replay();
        begin(settings, machine);
        if (settings.mynaappClients() != null) {
            appClients.load(settings.mynaappClients());
        }
        CrlService crlService = new CrlService(lists, authorities, certificates, municipalities);
        crls = new FaultyCrls(crlService, faults, municipalities);
        ocsp = new FaultyOcsp(new OcspService(authorities, certificates, new Responders(writer, certificates)), faults);
        cards = new ResidentCards(register, certificates, clock);
        reader = new CardInReader(cards);
        phones = new Phones(register, cards, certificates, writer);
        latest = new LatestAttributes(consents, register, certificates);
        links = new NumberLinks(register, certificates);
        tls = material.join();
    }

    /**
     * Opens the world in a data folder, or begins one.
     *
     * @throws dev.musubi.sandbox.journal.JournalException if the folder is in use or its journal damaged
     */
    public static World open(SandboxProperties settings, InstantSource machine) {
        if (settings.residents() < 1 || settings.residents() > MOST_RESIDENTS) {
            throw new IllegalArgumentException("the number of residents is 1 to " + MOST_RESIDENTS);
        }
        Journal journal = Journal.open(settings.data().resolve("journal"));
        try {
            return new World(settings, machine, journal);
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    private void begin(SandboxProperties settings, InstantSource machine) {
        if (register.size() == 0) {
            journal.append(new Entry.Founded(machine.instant(), settings.seed(), settings.residents()));
        } else if (settings.residents() > register.size()) {
            journal.append(new Entry.Resized(settings.residents()));
        }
        authorities.begin(register.founded());
    }

    /** The municipalities it knows. */
    public Municipalities municipalities() {
        return municipalities;
    }

    /** What time it is there. */
    public SandboxClock clock() {
        return clock;
    }

    /** How it misbehaves. */
    public Faults faults() {
        return faults;
    }

    /** The resident register. */
    public ResidentRegister register() {
        return register;
    }

    /** The two authorities. */
    public Authorities authorities() {
        return authorities;
    }

    /** The certificates they issue. */
    public Certificates certificates() {
        return certificates;
    }

    /** The revocation lists. */
    public RevocationLists lists() {
        return lists;
    }

    /** The OCSP responder. */
    public FaultyOcsp ocsp() {
        return ocsp;
    }

    /** The lists as they are sent. */
    public FaultyCrls crls() {
        return crls;
    }

    /** The residents' cards. */
    public ResidentCards cards() {
        return cards;
    }

    /** The virtual reader of this machine. */
    public CardInReader reader() {
        return reader;
    }

    /** The residents' phones. */
    public Phones phones() {
        return phones;
    }

    /** The consents on record. */
    public Consents consents() {
        return consents;
    }

    /** The latest attributes. */
    public LatestAttributes latest() {
        return latest;
    }

    /** Which numbers belong together. */
    public NumberLinks links() {
        return links;
    }

    /** The state's app and its server, at an address. */
    public MynaApp mynaApp(Realm realm) {
        return new MynaApp(realm, clock, register, cards, appClients, appSecrets);
    }

    /** The keys of the ports with TLS. */
    public TlsMaterial tls() {
        return tls;
    }

    @Override
    public void close() {
        reader.close();
        ocsp.close();
        journal.close();
    }
}
