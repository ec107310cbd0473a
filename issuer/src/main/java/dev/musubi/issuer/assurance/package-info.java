/**
 * Decides for relying parties whether a means suffices for a procedure, on the state of the private ID alone, and keeps
 * each decision so that it can be taken again years later.
 */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "audit",
            "database",
            "disclosure",
            "privateid",
            "relyingparty",
            "relyingparty :: web",
            "standing",
            "web"
        })
package dev.musubi.issuer.assurance;
