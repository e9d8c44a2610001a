package io.reeve.maps;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.maps.crush.CrushLocation;
import io.reeve.maps.testing.FakeMaps;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of pools: which storage daemons a pool is on. */
final class CrushRuleCommandsTest {
    private final FakeMaps maps = new FakeMaps();

    @BeforeEach
    void start() throws Exception {
        HandleCommandResult _ = maps.change(draft -> {
            for (int id = 0; id < 4; id++) {
                draft.boot(id, id, "10.0.0.1:" + (6800 + id));
                draft.crush()
                        .place(id, CrushLocation.reported(id == 3 ? "root=cold" : "", "h" + id),
                                id == 2 ? "ssd" : "hdd");
                draft.crush().weigh(id, 0x8000);
            }
            return HandleCommandResult.ok();
        });
        assertThat(run("osd pool create lab 8").retval()).isZero();
    }

    private HandleCommandResult run(String line) throws Exception {
        return maps.run(line.split(" "));
    }

    private String text(String line) throws Exception {
        return FakeMaps.text(run(line));
    }

    @Test
    void ruleTakesTheStorageDaemonsBelowItsRootThatHaveItsClass() throws Exception {
        assertThat(run("osd crush rule create-replicated cold cold host").retval()).isZero();
        assertThat(run("osd crush rule create-replicated disks default osd hdd").retval()).isZero();

        assertThat(text("osd crush rule ls")).isEqualTo("replicated_rule\ncold\ndisks");
        assertThat(maps.osd.crush().rules().values().stream().map(r -> maps.osd.crush().weights(r).keySet().toString()))
                .containsExactly("[0, 1, 2]", "[3]", "[0, 1]");
        assertThat(run("osd crush rule dump disks").data())
                .hasToString("{rule_id=2, rule_name=disks, ruleset=2, type=1,"
                        + " min_size=1, max_size=10, steps=[{op=take, item=-1, item_name=default~hdd},"
                        + " {op=choose_firstn, num=0, type=osd}, {op=emit}]}");
        assertThat(text("osd getcrushmap")).contains("rule cold {\n id 1", "step take cold\n",
                "step take default class hdd\n step choose firstn 0 type osd\n");
    }

    @Test
    void poolIsMovedToAnotherRuleAndOneIsCreatedOnIt() throws Exception {
        assertThat(run("osd crush rule create-replicated cold cold host").retval()).isZero();
        assertThat(run("osd pool set lab crush_rule cold").stderr()).isEqualTo("set pool 1 crush_rule to cold");
        assertThat(run("osd pool create other 8 8 replicated cold --size 2").stderr())
                .isEqualTo("pool 'other' created");
        assertThat(run("osd pool create third 8").retval()).isZero();

        assertThat(text("osd pool get other crush_rule")).isEqualTo("crush_rule: cold");
        assertThat(text("osd pool get third crush_rule")).isEqualTo("crush_rule: replicated_rule");
        assertThat(text("osd pool ls detail")).contains("'lab' replicated size 3 min_size 2 crush_rule 1",
                "'other' replicated size 2 min_size 1 crush_rule 1");
        assertThat(run("osd pool set lab size 2").retval()).isZero();
        assertThat(text("osd pool get lab crush_rule")).as("after another change").isEqualTo("crush_rule: cold");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            osd pool set lab crush_rule cold                            | ENOENT | crush rule cold does not exist
            osd pool set nope crush_rule replicated_rule                | ENOENT | unrecognized pool 'nope'
            osd pool create p 8 8 replicated cold                       | ENOENT | specified rule cold doesn't exist
            osd crush rule create-replicated r nope host                | ENOENT | root item nope does not exist
            osd crush rule create-replicated r default host nvme        | EINVAL | device class nvme does not exist
            osd crush rule dump r                                       | ENOENT | rule 'r' does not exist
            osd crush rule rename r s                                   | ENOENT | rule 'r' does not exist
            osd crush rule rm replicated_rule                           | EBUSY  | crush rule replicated_rule (0) is in use
            """)
    void whatIsNotPossibleIsRefusedByName(String line, Errno errno, String why) throws Exception {
        assertThat(run(line).retval()).isEqualTo(-errno.number());
        assertThat(run(line).stderr()).isEqualTo(why);
        assertThat(text("osd pool ls")).isEqualTo("lab");
        assertThat(text("osd crush rule ls")).isEqualTo("replicated_rule");
    }

    @Test
    void nameOfARuleIsOneThatCrushtoolTakes() throws Exception {
        assertThat(maps.run("osd", "crush", "rule", "create-replicated", "a b", "default", "host").stderr())
                .startsWith("'a b' cannot be a rule's name");
        assertThat(maps.run("osd", "crush", "rule", "rename", "replicated_rule", "ä").stderr())
                .startsWith("'ä' cannot be a rule's name");
    }

    @Test
    void ruleGoesWhenNoPoolHasItAndItsRootAfterIt() throws Exception {
        assertThat(run("osd crush rule create-replicated cold cold host").retval()).isZero();
        assertThat(run("osd crush rule create-replicated cold cold host").stderr())
                .isEqualTo("rule cold already exists");
        assertThat(run("osd crush rule rename cold ice").retval()).isZero();
        assertThat(run("osd crush rule rename cold ice").stderr()).isEqualTo("already renamed to 'ice'");
        assertThat(run("osd pool set lab crush_rule ice").retval()).isZero();
        assertThat(run("osd crush rule rm replicated_rule").stderr())
                .isEqualTo("crush rule replicated_rule (0) is that of new pools, and stays");
        assertThat(run("osd crush rule rm ice").stderr()).isEqualTo("crush rule ice (1) is in use");
        assertThat(run("osd pool rm lab lab --yes-i-really-really-mean-it").retval()).isZero();
        assertThat(run("osd down 3").retval()).isZero();
        assertThat(run("osd crush rm osd.3").retval()).isZero();
        assertThat(run("osd crush rm h3").retval()).isZero();
        assertThat(run("osd crush rm cold").stderr()).startsWith("bucket 'cold' is in use by rule 'ice'");

        assertThat(run("osd crush rule rm ice").retval()).isZero();
        assertThat(run("osd crush rule rm ice").stderr()).isEqualTo("rule ice does not exist");
        assertThat(run("osd crush rm cold").retval()).isZero();
        assertThat(text("osd crush rule ls")).isEqualTo("replicated_rule");
    }

    @Test
    void refusalForTheDefaultRootNamesTheRuleByItsPresentName() throws Exception {
        assertThat(run("osd crush rule rename replicated_rule plain").retval()).isZero();
        assertThat(run("osd crush rename-bucket default other").stderr())
                .isEqualTo("bucket 'default' is in use by rule 'plain', and storage daemons are put there that name no "
                        + "other root");
    }

    @Test
    void thereAreAsManyRulesAsInCephAndNotOneMore() throws Exception {
        for (int i = 1; i < 256; i++) {
            assertThat(run("osd crush rule create-replicated r" + i + " default host").retval()).isZero();
        }
        assertThat(run("osd crush rule create-replicated more default host").retval())
                .isEqualTo(-Errno.ENOSPC.number());
        assertThat(run("osd crush rule rm r77").retval()).isZero();
        assertThat(run("osd crush rule create-replicated more default host").retval()).isZero();
        assertThat(maps.osd.crush().rule("more").orElseThrow().id()).isEqualTo(77);
    }

    @Test
    void ruleOfAClassThatNoDeviceHasAnyMoreIsAComment() throws Exception {
        assertThat(run("osd crush rule create-replicated fast default host ssd").retval()).isZero();
        assertThat(run("osd crush rm-device-class 2").retval()).isZero();
        assertThat(text("osd getcrushmap")).contains("\n# rule fast takes class ssd, which no device has\n");
    }
}
