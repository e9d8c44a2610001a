package io.reeve.maps.mon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EnsembleConfigTest {
    @Test
    void configurationNodeNamesServersAndWhereClientsReachThem() {
        EnsembleConfig config = EnsembleConfig.ofNode("""
                server.1=zk1:2888:3888:participant;0.0.0.0:2181
                server.3=[::1]:2888:3888:observer;2183
                server.2=zk2:2888:3888:participant;10.0.0.2:2182
                version=100000003""");

        assertThat(config.version()).isEqualTo(0x100000003L);
        assertThat(config.members()).containsExactly(new EnsembleConfig.Member("1", "zk1", 2181, true),
                new EnsembleConfig.Member("2", "10.0.0.2", 2182, true),
                new EnsembleConfig.Member("3", "::1", 2183, false));
    }

    @Test
    void configurationWithoutClientAddressesIsNotUsed() {
        assertThat(EnsembleConfig.ofNode("server.1=zk1:2888:3888:participant\nversion=0").members()).isEmpty();
        assertThat(EnsembleConfig.ofNode("").members()).isEmpty();
    }

    @Test
    void configurationWithAnotherFormThanZooKeepersIsNotUsed() {
        assertThat(EnsembleConfig.ofNode("server.1=zk1:2888:3888:participant;zk1:client").members()).isEmpty();
        assertThat(EnsembleConfig.ofNode("server.1=zk1:2888:3888:participant;٢١٨١").members()).isEmpty();
        assertThat(EnsembleConfig.ofNode("version=new").version()).isZero();
        assertThat(EnsembleConfig.ofNode("version=" + "f".repeat(17)).version()).isZero();
    }

    @Test
    void connectStringIsReadWithPortsAndWithoutChroot() {
        assertThat(EnsembleConfig.ofConnectString("a:1,[::1]:2,b/reeve").members()).containsExactly(
                new EnsembleConfig.Member("a:1", "a", 1, true), new EnsembleConfig.Member("[::1]:2", "::1", 2, true),
                new EnsembleConfig.Member("b", "b", 2181, true));
    }

    @Test
    void byTlsTheServersOfTheConnectStringAreProbedAndNeverThePlainPortsOfTheConfiguration() {
        EnsembleConfig configured = EnsembleConfig.ofNode("""
                server.1=zk1:2888:3888:participant;0.0.0.0:2181
                server.2=zk2:2888:3888:participant;0.0.0.0:2181
                version=5""");
        EnsembleConfig told = EnsembleConfig.ofConnectString("zk1:2281");

        assertThat(configured.reachable(told, true)).isEqualTo(new EnsembleConfig(5, told.members()));
        assertThat(configured.reachable(told, false)).isEqualTo(configured);
        assertThat(EnsembleConfig.ofNode("").reachable(told, false).members()).isEqualTo(told.members());
    }

    @Test
    void serverTellsItsRole() {
        ServerProbe.Answer leader = ServerProbe.parse("""
                Zookeeper version: 3.9.5-abc, built on 2025
                Zxid: 0x700000012
                Mode: leader
                """, true);
        assertThat(leader).isEqualTo(new ServerProbe.Answer(MonMap.Mode.LEADER, 7, "3.9.5"));
        assertThat(ServerProbe.parse("Zxid: 0x" + "f".repeat(17) + "\nMode: leader\n", true))
                .isEqualTo(new ServerProbe.Answer(MonMap.Mode.LEADER, 0, ""));
        assertThat(ServerProbe.parse("This ZooKeeper instance is not currently serving requests\n", true).mode())
                .isEqualTo(MonMap.Mode.DOWN);
        assertThat(ServerProbe.parse("srvr is not executed because it is not in the whitelist.\n", true).mode())
                .isEqualTo(MonMap.Mode.FOLLOWER);
    }
}
