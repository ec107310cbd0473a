/** The linkability court: two relying parties that put together all they were ever told, and find nobody. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.court;
