namespace Reproduction.Claims;

internal sealed class B1() : HistoryRule("B1", batchSize: 64);
