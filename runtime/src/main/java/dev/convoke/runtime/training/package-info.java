/** Losses, optimisers, schedules and the training loop. */
package dev.convoke.runtime.training;
