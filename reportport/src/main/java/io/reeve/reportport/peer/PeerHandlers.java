package io.reeve.reportport.peer;

import io.reeve.election.PeerRequests;
import java.util.function.BooleanSupplier;

/**
 * The answers to other managers, from the moment that this manager knows its cluster. All are called on the report port's
 * thread and must not block.
 *
 * @param proofs   where requests of managers are proved
 * @param hints    the receiver of the epochs that managers claim
 * @param stepDown the handler of requests to hand over
 * @param audit    the writer of managers' audit lines
 * @param active   whether this manager is active; managers that are cut off from ZooKeeper are told
 */
public record PeerHandlers(PeerRequests proofs, EpochHints hints, StepDownHandler stepDown, AuditWriter audit,
        BooleanSupplier active) {}
