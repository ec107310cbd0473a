package dev.musubi.jpki;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Date;

/** What keeps this a library others can use alone. */
@AnalyzeClasses(packages = "dev.musubi.jpki", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule itDependsOnlyOnTheJdkBouncyCastleAndNimbus = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.musubi.jpki..",
                    "java..",
                    "javax.security..",
                    "org.bouncycastle..",
                    "com.nimbusds.jose..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule itNeverLogs = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.util.logging..", "org.slf4j..", "org.apache.logging..", "org.apache.commons.logging..")
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace")
            .orShould()
            .callMethod(System.class, "getLogger", String.class);

    @ArchTest
    static final ArchRule itNeverAsksTheTime = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .orShould()
            .callMethod(InstantSource.class, "system")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callConstructor(Date.class);

    @ArchTest
    static final ArchRule itMakesNoRandomnessOfItsOwn = noClasses()
            .should()
            .callConstructor(java.security.SecureRandom.class)
            .orShould()
            .callConstructor(java.util.Random.class);

    @ArchTest
    static final ArchRule packagesHaveNoCycles = SlicesRuleDefinition.slices()
            .matching("dev.musubi.jpki.(**)")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule lowerPackagesDoNotKnowHigherOnes = noClasses()
            .that()
            .resideInAnyPackage("..jpki.der..", "..jpki.profile..", "..jpki.attributes..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..jpki.certificate..", "..jpki.trust..", "..jpki.verification..", "..jpki.revocation..");
}
