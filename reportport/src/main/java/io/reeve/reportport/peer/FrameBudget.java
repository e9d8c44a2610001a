package io.reeve.reportport.peer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.netty.channel.Channel;
import io.reeve.report.protocol.FrameAccount;
import io.reeve.report.protocol.NotOursException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The memory for frames that are in flight: received in part, or waiting for their command to end. All connections of one
 * kind draw on it, and each has a reserve that the others cannot take:
 *
 * <ul>
 * <li>Frames that are received in part may take what is left by the others, at least half of the limit. When it is exceeded
 * the connection that holds most of them is ended, so that each can always hold its even share.</li>
 * <li>Commands and answers may take half of the limit. Each connection may hold as much of it as is free after that, so that
 * {@code n} greedy ones leave the {@code n}th part and more to the next.</li>
 * </ul>
 *
 * Thread-safe.
 */
public final class FrameBudget {
    private final long limit;
    private final String whose;
    private final String setting;
    @GuardedBy("this")
    private final Set<Account> holding = new HashSet<>();
    @GuardedBy("this")
    private long total;
    @GuardedBy("this")
    private long allRunning;

    /**
     * @param whose   the connections that draw on it, in the plural
     * @param setting the setting that changes the limit; empty if none does
     */
    FrameBudget(long limit, String whose, String setting) {
        this.limit = limit;
        this.whose = whose;
        this.setting = setting;
    }

    /** A new account of a connection; it ends with the connection. */
    public Account account(Channel channel) {
        Account made = new Account(channel);
        channel.closeFuture().addListener(_ -> close(made));
        return made;
    }

    /** The bytes that all connections hold. */
    public synchronized long total() {
        return total;
    }

    private String reason(long held) {
        return "so much of frames that are not done that all " + whose + " together hold more than " + limit + " bytes"
                + (setting.isEmpty() ? "" : " (setting " + setting + ")") + ", and this one most of them: " + held;
    }

    @GuardedBy("this")
    private void set(Account to, long partial) {
        if (to.closed) {
            return;
        }
        total += partial - to.partial;
        to.partial = partial;
        if (partial > 0) {
            holding.add(to);
        } else {
            holding.remove(to);
        }
    }

    /** Ends an account. What its commands hold counts until they have ended, as they go on. */
    private synchronized void close(Account ended) {
        set(ended, 0);
        ended.closed = true;
    }

    /** Sets what a connection holds of a frame, and ends who holds most until the rest fits; the reason if that is this one. */
    private synchronized @Nullable String hold(Account by, int bytes) {
        set(by, bytes);
        while (total > limit) {
            Account most = by;
            for (Account other : holding) {
                if (other.partial > most.partial) {
                    most = other;
                }
            }
            String why = reason(most.partial);
            close(most);
            if (most == by) {
                return why;
            }
            most.end(why);
        }
        return null;
    }

    private synchronized boolean take(Account by, long bytes) {
        if (bytes == 0) {
            return true;
        }
        if (by.closed || by.running + bytes > limit / 2 - allRunning) {
            return false;
        }
        add(by, bytes);
        return true;
    }

    private synchronized void give(Account by, long bytes) {
        add(by, -bytes);
    }

    @GuardedBy("this")
    private void add(Account to, long running) {
        to.running += running;
        allRunning += running;
        total += running;
    }

    /** The share of one connection. Its fields are guarded by the budget. */
    public final class Account implements FrameAccount {
        private final Channel channel;
        private long partial;
        private long running;
        private boolean closed;

        private Account(Channel channel) {
            this.channel = channel;
        }

        @Override
        public void holds(int bytes) throws NotOursException {
            String refusal = hold(this, bytes);
            if (refusal != null) {
                throw new NotOursException(refusal);
            }
        }

        /** Adds bytes of a complete frame that stays for a while; false if there is no room, and nothing is added. */
        public boolean take(long bytes) {
            return FrameBudget.this.take(this, bytes);
        }

        /** Gives back what {@link #take} added. */
        public void give(long bytes) {
            FrameBudget.this.give(this, bytes);
        }

        private void end(String why) {
            try {
                channel.eventLoop().execute(() -> {
                    if (channel.isActive()) {
                        channel.pipeline().fireExceptionCaught(new NotOursException(why));
                    }
                });
            } catch (IllegalStateException | RejectedExecutionException moving) {
                var _ = channel.close();
            }
        }
    }

    /** The message for a command that finds no room. */
    public String full() {
        return "commands and answers of this connection would take more than is free of the " + limit / 2
                + " bytes for those of all " + whose
                + (setting.isEmpty() ? "" : " (setting " + setting + ")") + "; try again later";
    }
}
