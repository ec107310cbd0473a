package dev.musubi.issuer.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.fixture.IssuerTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class AuditLogTest extends IssuerTest {

    @Autowired
    private AuditLog audit;

    @Test
    void whenEnrolledThenTheHistoryIsWholeAndNamesNobody() {
        HolderId holderId = holder(person(), true);
        assertThat(audit.firstBroken(holderId)).isZero();
        assertThat(audit.history(holderId).stream().map(AuditLog.Entry::kind))
                .contains("private_id.issued", "consent.given");
        assertThat(audit.history(holderId).toString()).doesNotContain("花子", "清瀬");
    }

    @Test
    void whenAnEntryIsAlteredThenItShows() {
        HolderId holderId = holder(person(), true);
        jdbc.sql("update audit_event set details = '{\"state\": \"ENDED\"}' where holder_id = ? and seq = 2")
                .param(holderId)
                .update();
        assertThat(audit.firstBroken(holderId)).isEqualTo(2);
    }

    @Test
    void whenAnEntryIsTakenOutThenItShows() {
        HolderId holderId = holder(person(), true);
        jdbc.sql("delete from audit_event where holder_id = ? and seq = 1")
                .param(holderId)
                .update();
        assertThat(audit.firstBroken(holderId)).isEqualTo(1);
    }
}
