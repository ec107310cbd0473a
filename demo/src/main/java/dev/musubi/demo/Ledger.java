package dev.musubi.demo;

import dev.musubi.relyingparty.decision.Grounds;
import dev.musubi.relyingparty.law.ProofingRecord;
import dev.musubi.relyingparty.status.StatusReference;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A relying party's customers, each with the records the law asks for: one file a customer. A real one would encrypt them,
 * and count the retention from the day the relation ends.
 */
final class Ledger {

    private final SubjectFiles files;
    private final Shop shop;

    Ledger(Path folder, Shop shop) {
        this.files = new SubjectFiles(folder);
        this.shop = shop;
    }

    /**
     * A customer.
     *
     * @param number the number of the account, line or request
     * @param since since when
     * @param records what was proofed, in order, as {@link ProofingRecord#toMap} has it, with the decision each rests on
     */
    record Customer(String number, Instant since, List<Map<String, Object>> records) {

        /** The last record. */
        Map<String, Object> last() {
            return records.getLast();
        }

        /** The name the issuer has for them here. */
        String subject() {
            return String.valueOf(last().get("subject"));
        }

        /** Which issue of the private ID the last record is of; empty where that was not told. */
        OptionalInt generation() {
            return last().get("standing") instanceof Map<?, ?> standing
                            && standing.get("generation") instanceof Number number
                    ? OptionalInt.of(number.intValue())
                    : OptionalInt.empty();
        }

        /** Where to look up what became of what is on record. */
        Optional<StatusReference> status() {
            return last().get("status") instanceof Map<?, ?> status
                            && status.get("uri") instanceof String uri
                            && status.get("idx") instanceof Number index
                    ? Optional.of(new StatusReference(URI.create(uri), index.intValue()))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return "Customer[" + records.size() + " records]";
        }
    }

    /** Whether this person can become a customer, or can once more. */
    boolean takes(String subject) {
        return shop.takesMany() || find(subject).isEmpty();
    }

    /** The customer of this name. */
    synchronized Optional<Customer> find(String subject) {
        return files.read(subject).map(Ledger::customer);
    }

    /** Whether what this issue of the private ID says is on record; of whoever is no customer nothing is that could be old. */
    boolean isOnRecord(String subject, int generation) {
        return find(subject)
                .map(customer -> customer.generation().orElse(0) >= generation)
                .orElse(true);
    }

    /** All of them, in no order. */
    synchronized List<Customer> all() {
        return files.all().stream().map(Ledger::customer).toList();
    }

    private static Customer customer(Map<String, Object> kept) {
        List<Map<String, Object>> records = new ArrayList<>();
        for (Object each : (List<?>) kept.getOrDefault("records", List.of())) {
            Map<String, Object> record = new LinkedHashMap<>();
            ((Map<?, ?>) each).forEach((name, value) -> record.put((String) name, value));
            records.add(record);
        }
        return new Customer(
                String.valueOf(kept.get("number")), Instant.parse(String.valueOf(kept.get("since"))), records);
    }

    /**
     * Keeps a record; somebody new becomes a customer by it.
     *
     * @param grounds the decision it rests on; null for what the catalogue has no procedure for
     * @param signed the application as it was signed (a JWS), which any JOSE library can verify for as long as it is kept; null where
     *     nothing was signed
     * @param status where it can be looked up later what became of what was told; null where the issuer has no such lists
     */
    synchronized Customer keep(
            ProofingRecord record,
            @Nullable Grounds grounds,
            @Nullable String signed,
            @Nullable StatusReference status) {
        Optional<Customer> known = find(record.subject());
        List<Map<String, Object>> records =
                new ArrayList<>(known.map(Customer::records).orElse(List.of()));
        Map<String, Object> form = record.toMap();
        if (grounds != null) {
            form.put("decision", decision(grounds));
        }
        if (signed != null) {
            form.put("signed_application", signed);
        }
        if (status != null) {
            form.put("status", Map.of("uri", status.list().toString(), "idx", status.index()));
        }
        records.add(form);
        Customer customer = new Customer(
                known.map(Customer::number).orElseGet(() -> shop.number(files.count() + 1)),
                known.map(Customer::since).orElse(record.proofedAt()),
                records);
        Map<String, Object> kept = new LinkedHashMap<>();
        kept.put("number", customer.number());
        kept.put("since", customer.since().toString());
        kept.put("records", records);
        files.write(record.subject(), kept);
        return customer;
    }

    /** By what it can be taken again: its reference at the issuer, or all of it where there is none. */
    private static Map<String, Object> decision(Grounds grounds) {
        Map<String, Object> decision = new LinkedHashMap<>();
        decision.put("procedure", grounds.procedure());
        decision.put("version", grounds.procedureVersion());
        decision.put("at", grounds.at().toString());
        if (grounds.reference() == null) {
            decision.put("record", grounds.record());
        } else {
            decision.put("reference", grounds.reference());
        }
        return decision;
    }
}
