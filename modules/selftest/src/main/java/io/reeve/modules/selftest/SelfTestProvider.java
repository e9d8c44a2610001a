package io.reeve.modules.selftest;

import io.reeve.api.ModuleOption;
import io.reeve.api.ModuleProvider;
import io.reeve.api.ModuleSpec;
import io.reeve.api.NotifyType;
import io.reeve.api.command.CommandDescriptor;
import java.time.Duration;

/** The provider of this module. */
public final class SelfTestProvider implements ModuleProvider {
    @Override
    public ModuleSpec spec() {
        return ModuleSpec.of("selftest", SelfTestModule.class, SelfTestModule::new)
                .withStandby(SelfTestStandby::new)
                .withOptions(ModuleOption.str("testkey", "", "written by the test"),
                        ModuleOption.str("roption1", "", "a text without default"),
                        ModuleOption.str("roption2", "xyz", "a text with a default"),
                        ModuleOption.integer("rwoption1", 10, "a number").between("0", "1000"),
                        ModuleOption.bool("rwoption2", true, "a switch"),
                        ModuleOption.number("rwoption3", 0.5, "a fraction"),
                        ModuleOption.secs("rwoption4", Duration.ofSeconds(2), "a duration"),
                        ModuleOption.of("rwoption5", ModuleOption.Type.SIZE, "64K", "a size"))
                .withCommands(new CommandDescriptor("selftest echo name=text,type=CephString,n=N,req=false",
                        "answer what was said, by a declared command", "r"))
                .withNotifyTypes(NotifyType.MGR_MAP, NotifyType.HEALTH, NotifyType.CLOG);
    }
}
