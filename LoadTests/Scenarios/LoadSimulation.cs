namespace Pipeline.LoadTests.Scenarios;

/// <summary>How a scenario is run.</summary>
/// <param name="Copies">Users at the same time, each with a thread and an instance.</param>
/// <param name="During">How long.</param>
/// <param name="StepsPerSecond">Steps of all users together; 0 for as many as they can do one after the other.</param>
internal sealed record LoadSimulation(int Copies, TimeSpan During, int StepsPerSecond);
