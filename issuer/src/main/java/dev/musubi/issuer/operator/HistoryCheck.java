package dev.musubi.issuer.operator;

import dev.musubi.issuer.audit.AuditLog;
import dev.musubi.issuer.database.HolderId;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Goes through every holder's history and counts those in which an entry was altered, taken out or slipped in. */
@Component
class HistoryCheck {

    private static final int PAGE = 500;

    private final JdbcClient jdbc;
    private final AuditLog audit;

    HistoryCheck(JdbcClient jdbc, AuditLog audit) {
        this.jdbc = jdbc;
        this.audit = audit;
    }

    record Report(long checked, long broken) {}

    Report check() {
        long checked = 0;
        long broken = 0;
        HolderId after = new HolderId(new UUID(0, 0));
        for (List<HolderId> page = page(after); !page.isEmpty(); page = page(after)) {
            for (HolderId holderId : page) {
                checked++;
                broken += audit.firstBroken(holderId) == 0 ? 0 : 1;
            }
            after = page.getLast();
        }
        return new Report(checked, broken);
    }

    private List<HolderId> page(HolderId after) {
        return jdbc.sql("select holder_id from holder where holder_id > ? order by holder_id limit ?")
                .params(after, PAGE)
                .query((row, n) -> HolderId.in(row, "holder_id"))
                .list();
    }
}
