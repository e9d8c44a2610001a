package io.reeve.api.progress;

import java.util.List;

/**
 * The progress events of one module, on the active, and a look at those of all. They are in memory and seen at once; nothing
 * here waits for the store. All methods may be called from any thread of the module, also while the manager is frozen.
 *
 * <p>An event that does not run is no mistake of the module: an operator may have cleared it, or switched progress events
 * off. The methods that need a running event return whether there was one.
 */
public interface Progress {
    /**
     * Starts an event, at fraction 0. One of that id that runs already goes on, with the fraction and start that it has, and
     * takes this message and these flags: so a module takes up again what it was doing before a failover or a restart.
     *
     * @throws io.reeve.api.MgrException if too many events run, of this module or in all
     */
    void start(ProgressEvent event);

    /**
     * Tells how far the work has come. It may also go back.
     *
     * @param fraction the finished part, 0 to 1; 1 does not complete the event
     * @param message  the new message, as that of a {@link ProgressEvent}
     * @return whether the event runs
     * @throws IllegalArgumentException if the fraction or the message is not usable
     */
    boolean update(String id, double fraction, String message);

    /**
     * Ends an event that has succeeded.
     *
     * @return whether it ran
     */
    boolean complete(String id);

    /**
     * Ends an event that has failed.
     *
     * @param reason one line for people, 1 to 512 bytes of UTF-8
     * @return whether it ran
     * @throws IllegalArgumentException if the reason is not usable
     */
    boolean fail(String id, String reason);

    /** Removes the events of this module that run, as if they had never been. */
    void clear();

    /** The events of all modules that run, in the order in which they started or were inherited. */
    List<RunningEvent> running();

    /** The last 50 events of all modules that have finished, the oldest end first. */
    List<FinishedEvent> finished();
}
