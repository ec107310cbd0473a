package dev.musubi.issuer.openid;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.MessageDigest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * How long a comparison takes must not tell how much of a guess is right. A clock cannot show that on a machine that does
 * other things too; which method is called can be read off the code.
 */
class SecretComparisonTest {

    private static final JavaClasses ISSUER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.musubi.issuer");

    @Test
    void whenAClientsSecretIsComparedThenInConstantTime() {
        classes()
                .that()
                .haveFullyQualifiedName("dev.musubi.issuer.openid.client.ClientAuthenticator")
                .or()
                .haveFullyQualifiedName("dev.musubi.issuer.openid.client.Registration")
                .should()
                .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class)
                .check(ISSUER);
    }

    @Test
    void whenBytesAreComparedThenNowhereByAMethodThatStopsAtTheFirstDifference() {
        noClasses()
                .that()
                // A key of ours in a map of ours; nobody outside guesses at it.
                .doNotHaveSimpleName("AnchorKey")
                .should()
                .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
                .check(ISSUER);
    }
}
