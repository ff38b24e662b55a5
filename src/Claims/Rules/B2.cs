namespace Reproduction.Claims;

internal sealed class B2() : HistoryRule("B2", batchSize: 16);
