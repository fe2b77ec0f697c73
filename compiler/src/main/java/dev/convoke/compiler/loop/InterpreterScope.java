package dev.convoke.compiler.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The names that are known at one point of a kernel while it is translated for {@link Interpreter}. */
final class InterpreterScope {
    private final Interpreter interpreter;
    private final Machine machine;
    private final Variables variables;
    private final long batch;
    private final Map<String, Local> registers = new HashMap<>();
    private final Map<float[], Memory> memories = new IdentityHashMap<>();
    private final Deque<List<Runnable>> scopes = new ArrayDeque<>();
    private final Memory sums;

    /** A register and its present values: one, or one for each lane. */
    record Local(Register register, float[] lanes) {}

    InterpreterScope(Interpreter interpreter, Machine machine, Variables variables, long batch) {
        this.interpreter = interpreter;
        this.machine = machine;
        this.variables = variables;
        this.batch = batch;
        this.sums = Memory.ofThread(Buffer.SUMS.name(), Buffer.MOST_SUMS, machine);
        scopes.push(new ArrayList<>());
    }

    Machine machine() {
        return machine;
    }

    Variables variables() {
        return variables;
    }

    /** The number of floats of a vector. */
    int width() {
        return interpreter.width();
    }

    Intrinsics intrinsics() {
        return interpreter.intrinsics();
    }

    /** Translates something within a scope of its own. */
    <T> T within(Supplier<T> translation) {
        scopes.push(new ArrayList<>());
        T result = translation.get();
        scopes.pop().forEach(Runnable::run);
        return result;
    }

    /** Gives a variable a place until the present scope ends. */
    int bind(Atom.Variable variable) {
        int slot = variables.bind(variable);
        scopes.element().add(() -> variables.release(variable));
        return slot;
    }

    Local define(Register register) {
        Local local = new Local(register, new float[register.vector() ? interpreter.width() : 1]);
        if (registers.putIfAbsent(register.name(), local) != null) {
            throw new IllegalArgumentException("the register " + register + " is defined twice");
        }
        scopes.element().add(() -> registers.remove(register.name()));
        return local;
    }

    Local local(Register register) {
        Local local = registers.get(register.name());
        if (local == null) {
            throw new IllegalArgumentException("the register " + register + " is not defined here");
        }
        if (local.register().vector() != register.vector()) {
            throw new IllegalArgumentException(
                    "the register " + register + " is used both as a vector and as a scalar");
        }
        return local;
    }

    Memory memory(Buffer buffer) {
        return buffer.equals(Buffer.SUMS)
                ? sums
                : memory(
                        buffer.name(), Optional.ofNullable(interpreter.buffers().get(buffer)));
    }

    Memory memory(Tensor tensor) {
        Memory memory =
                memory(tensor.name(), Optional.ofNullable(interpreter.tensors().get(tensor)));
        long elements = tensor.elements() * (tensor.batched() ? batch : 1);
        if (memory.length() != elements) {
            throw new IllegalArgumentException(
                    "%s has %d elements, not %d".formatted(tensor.name(), elements, memory.length()));
        }
        return memory;
    }

    Elements elements(Tensor tensor, List<Index> at) {
        return new Elements(tensor, variables.codes(at), batch);
    }

    // One memory for each array, however many buffers share it: independence is about floats, not about names.
    private Memory memory(String name, Optional<float[]> array) {
        return memories.computeIfAbsent(
                array.orElseThrow(() -> new IllegalArgumentException("no floats are given for " + name)),
                floats -> Memory.shared(name, floats, machine));
    }
}
