package dev.musubi.issuer.database;

import dev.musubi.issuer.time.MachineClock;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Lets each thing be shown once only: proofs of possession, clients' assertions, challenges. One row a thing, its key a
 * hash, so that it holds for any number of issuers on one database, and of two that race only one wins.
 */
@Component
public class SingleUse {

    private final JdbcClient jdbc;
    private final MachineClock clock;

    SingleUse(JdbcClient jdbc, MachineClock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Notes that {@code value} was shown.
     *
     * @param kind what it is; values of different kinds are different things
     * @param until how long a second showing is to be noticed, by the machine's clock
     * @return true the first time, false ever after
     */
    public boolean first(String kind, String value, Instant until) {
        return jdbc.sql("insert into single_use (use_hash, expires_at) values (?, ?) on conflict do nothing")
                        .params(Sha256.of(kind + "\n" + value), Sql.time(until))
                        .update()
                == 1;
    }

    @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT1M")
    void forget() {
        jdbc.sql("delete from single_use where expires_at < ?")
                .param(Sql.time(clock.instant()))
                .update();
    }
}
