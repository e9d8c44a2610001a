package io.reeve.daemon;

import io.reeve.daemon.active.TakeOverTimes;
import io.reeve.daemon.node.FoundDeaths;
import io.reeve.daemon.rehearsal.Understudy;
import io.reeve.election.Election;
import io.reeve.reportport.peer.PeerListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The answer of a manager to the evidence that another one is dead: it ends its rehearsal, and evicts the dead one. */
final class PeerEvidence implements PeerListener {
    private static final Logger LOG = LoggerFactory.getLogger(PeerEvidence.class);

    private final Election election;
    private final TakeOverTimes times;
    private final FoundDeaths deaths;
    private final Understudy understudy;

    PeerEvidence(Election election, TakeOverTimes times, FoundDeaths deaths, Understudy understudy) {
        this.election = election;
        this.times = times;
        this.deaths = deaths;
        this.understudy = understudy;
    }

    @Override
    public void suspected() {
        times.suspected();
        understudy.curtain();
    }

    @Override
    public void dead(String name, long gid, String why) {
        times.dead();
        deaths.found(gid, election.map().epoch());
        Thread.ofVirtual().name("reeve-evict").start(() -> evict(name, gid, why));
    }

    private void evict(String name, long gid, String why) {
        try {
            boolean _ = election.evict(name, gid, why);
        } catch (RuntimeException e) {
            LOG.warn("manager {} (gid {}) is dead, but could not be evicted: {}", name, gid, e.toString());
        }
    }
}
