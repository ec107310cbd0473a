package dev.musubi.mynaapp;

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

/** What keeps this a library others can use alone. */
@AnalyzeClasses(packages = "dev.musubi.mynaapp", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule itDependsOnlyOnTheJdkAndNimbus = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.musubi.mynaapp..", "java..", "com.nimbusds..", "org.jspecify..");

    @ArchTest
    static final ArchRule theClientCannotOpenWhatItCarries = noClasses()
            .that()
            .resideInAPackage("dev.musubi.mynaapp")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.musubi.mynaapp.evidence..");

    @ArchTest
    static final ArchRule theOpenerCallsNobody = noClasses()
            .that()
            .resideInAPackage("dev.musubi.mynaapp.evidence..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Transport.class);

    @ArchTest
    static final ArchRule itHasNoHttpClientAndLogsNothing = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net.http..", "java.util.logging..", "org.slf4j..")
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule timeIsInjected = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(InstantSource.class, "system")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callConstructor(Date.class);
}
