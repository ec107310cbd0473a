package dev.musubi.card;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;

/** What keeps this a library others can use alone, and its client a client of real cards. */
@AnalyzeClasses(packages = "dev.musubi.card", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule itDependsOnlyOnTheJdkAndJpki = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.musubi.card..",
                    "dev.musubi.jpki..",
                    "java..",
                    "javax.crypto..",
                    "javax.smartcardio..",
                    "jdk.net..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule theClientKnowsNothingOfTheVirtualCard = noClasses()
            .that()
            .resideInAPackage("..card.client..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..card.virtual..", "..card.vpcd..");

    @ArchTest
    static final ArchRule theVirtualCardKnowsNothingOfTheClient = noClasses()
            .that()
            .resideInAnyPackage("..card.virtual..", "..card.vpcd..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..card.client..");

    @ArchTest
    static final ArchRule commandsKnowNothingElse = classes()
            .that()
            .resideInAPackage("..card.apdu..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("..card.apdu..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule itNeverLogs = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging..", "org.slf4j..")
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace");

    @ArchTest
    static final ArchRule itNeverAsksTheTime = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(InstantSource.class, "system")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callConstructor(Date.class);
}
