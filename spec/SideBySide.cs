// Specs run side by side. Most that train do nothing but wait for the queue in Runs/, so there are many more of them at a time than processors; what
// they share is read-only, or is the queue's.
[assembly: Parallelizable(ParallelScope.All)]
[assembly: LevelOfParallelism(64)]
