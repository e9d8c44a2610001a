package io.reeve.reportport.peer;

import io.netty.channel.Channel;
import io.reeve.report.protocol.Wire;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The connections that have not said who they are. When it is full the oldest goes: a peer says hello at once and is out
 * again, only strangers stay. Confined to the event loop.
 */
final class UnidentifiedConnections {
    private final int places;
    private final Set<Channel> waiting = new LinkedHashSet<>();

    UnidentifiedConnections(int places) {
        this.places = places;
    }

    /** Lets one in; true when another had to go for it. */
    boolean enter(Channel channel) {
        boolean full = waiting.size() >= places;
        if (full) {
            Channel oldest = waiting.iterator().next();
            waiting.remove(oldest);
            Wire.close(oldest);
        }
        waiting.add(channel);
        return full;
    }

    void leave(Channel channel) {
        waiting.remove(channel);
    }

    int size() {
        return waiting.size();
    }
}
