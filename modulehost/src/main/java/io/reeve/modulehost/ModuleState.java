package io.reeve.modulehost;

/**
 * The state of a module that was enabled.
 *
 * <pre>
 * STARTING → RUNNING     its constructor returned
 * STARTING → STOPPING    its constructor threw or took too long, or it was told to stop
 * STARTING → FAILED      there is no such module, or it cannot run here
 * STARTING → STUCK       a thread of its last instance is still alive
 * RUNNING  → STOPPING    told to stop or to restart, or serve threw
 * STOPPING → STOPPED     all its threads have ended, and it is disabled
 * STOPPING → FAILED      all its threads have ended, and it had failed: it waits for the end of the back-off
 * STOPPING → STARTING    all its threads have ended, and it is to restart
 * STOPPING → STUCK       a thread did not end in time: it is left behind
 * STUCK    → STOPPED, FAILED, STARTING   the last thread has ended: as from STOPPING
 * FAILED   → STARTING    the back-off is over, or a restart was requested, or the module path changed
 * FAILED   → STOPPED     disabled
 * </pre>
 */
public enum ModuleState {
    STARTING, RUNNING, STOPPING, STOPPED, FAILED, STUCK
}
