package io.reeve.api;

import io.reeve.api.command.CommandDescriptor;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The specification of a module: everything that is known without running it.
 *
 * {@snippet :
 * return ModuleSpec.of("hello", HelloModule.class, HelloModule::new)
 *         .withStandby(HelloStandby::new)
 *         .withOptions(ModuleOption.str("greeting", "Hello", "how to greet"));
 * }
 *
 * @param name        lower case letters, digits, {@code _} and {@code -}, starting with a letter
 * @param moduleClass the class, whose {@code @CliCommand} methods are commands
 * @param module      the factory of instances
 * @param standby     the factory of instances of the standby class; null if there is none
 * @param options     the options of the module
 * @param commands    the commands in addition to the annotated ones
 * @param notifyTypes the types of notification that the module gets
 * @param canRun      the test whether it can run on this manager; called once, when the jar is loaded
 */
public record ModuleSpec(String name, Class<? extends MgrModule> moduleClass,
        Function<ModuleContext, ? extends MgrModule> module,
        @Nullable Function<StandbyContext, ? extends MgrStandbyModule> standby, List<ModuleOption> options,
        List<CommandDescriptor> commands, Set<NotifyType> notifyTypes, Supplier<CanRun> canRun) {

    public ModuleSpec {
        if (!name.matches("[a-z][a-z0-9_-]{0,63}")) {
            throw new IllegalArgumentException("module name '" + name
                    + "' is not usable: use 1 to 64 lower case letters, digits, _ and -, starting with a letter");
        }
        options = List.copyOf(options);
        commands = List.copyOf(commands);
        notifyTypes = Set.copyOf(notifyTypes);
    }

    /** A module without options, standby class or notifications. */
    public static <M extends MgrModule> ModuleSpec of(String name, Class<M> type, Function<ModuleContext, M> module) {
        return new ModuleSpec(name, type, module, null, List.of(), List.of(), Set.of(), () -> CanRun.YES);
    }

    /** A copy with a standby class. */
    public ModuleSpec withStandby(Function<StandbyContext, ? extends MgrStandbyModule> maker) {
        return new ModuleSpec(name, moduleClass, module, maker, options, commands, notifyTypes, canRun);
    }

    /** A copy with these options. */
    public ModuleSpec withOptions(ModuleOption... all) {
        return new ModuleSpec(name, moduleClass, module, standby, List.of(all), commands, notifyTypes, canRun);
    }

    /** A copy with these commands, which {@link MgrModule#handleCommand} answers. */
    public ModuleSpec withCommands(CommandDescriptor... all) {
        return new ModuleSpec(name, moduleClass, module, standby, options, List.of(all), notifyTypes, canRun);
    }

    /** A copy that gets these notifications. */
    public ModuleSpec withNotifyTypes(NotifyType... all) {
        return new ModuleSpec(name, moduleClass, module, standby, options, commands, Set.of(all), canRun);
    }

    /** A copy with a test whether it can run. */
    public ModuleSpec withCanRun(Supplier<CanRun> test) {
        return new ModuleSpec(name, moduleClass, module, standby, options, commands, notifyTypes, test);
    }
}
