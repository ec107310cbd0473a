package dev.musubi.issuer.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Counts what stands in histories by its kind, once it is sure to stand there. Kinds are the issuer's own words. */
@Component
final class Acts {

    private final MeterRegistry registry;

    Acts(MeterRegistry registry) {
        this.registry = registry;
    }

    /** In the transaction that does it. */
    void done(String kind) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            count(kind);
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                count(kind);
            }
        });
    }

    private void count(String kind) {
        Counter.builder("musubi_acts").tag("kind", kind).register(registry).increment();
    }
}
