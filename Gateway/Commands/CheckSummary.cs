namespace Pipeline.Gateway.Commands;

internal sealed record CheckSummary;
