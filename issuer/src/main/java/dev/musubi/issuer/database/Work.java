package dev.musubi.issuer.database;

/**
 * A piece of work that this process holds.
 *
 * @param key which of its kind
 * @param payload what it is about
 * @param failures how often it failed in a row before this
 * @param bucket where it lies
 * @param lease the proof that it is held: what came of it counts only while the lease stands
 */
public record Work<P>(WorkKind<P> kind, String key, P payload, int failures, int bucket, LeaseId lease) {}
