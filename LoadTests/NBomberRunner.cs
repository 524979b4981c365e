using NBomber.Contracts;
using NBomber.Contracts.Stats;
using NBomber.CSharp;
using Pipeline.LoadTests.Scenarios;
using LoadSimulation = Pipeline.LoadTests.Scenarios.LoadSimulation;
using Runner = NBomber.CSharp.NBomberRunner;

namespace Pipeline.LoadTests;

/// <summary>Runs the same scenarios under NBomber 4.1.2; compiled with <c>-p:NBomber=true</c> only, and the only file that knows it.</summary>
internal static class NBomberRunner
{
    private const string DefaultFolder = "reports";

    /// <summary>Runs scenarios together and writes NBomber's own reports.</summary>
    /// <param name="names">The scenarios.</param>
    /// <param name="create">Makes an instance; each user has one at a time.</param>
    /// <param name="simulation">The load.</param>
    /// <param name="reportFolder">Where reports go; null for NBomber's usual place.</param>
    /// <param name="cancellation">Ends the load early; what was measured by then is still reported.</param>
    public static void Run(
        IReadOnlyList<string> names,
        Func<string, IScenario> create,
        LoadSimulation simulation,
        string? reportFolder,
        CancellationToken cancellation) =>
        Runner
            .RegisterScenarios([.. names.Select(name => Adapt(name, create, simulation, cancellation))])
            .WithReportFolder(reportFolder ?? DefaultFolder)
            .WithReportFormats(ReportFormat.Md, ReportFormat.Html)
            .Run();

    private static ScenarioProps Adapt(
        string name, Func<string, IScenario> create, LoadSimulation simulation, CancellationToken cancellation)
    {
        var idle = new IdleScenarios(() => create(name));
        return Scenario
            .Create(name, async context =>
            {
                // A step never waits by itself: without this the user would never let go of NBomber's thread.
                await Task.Yield();
                if (cancellation.IsCancellationRequested)
                {
                    context.StopCurrentTest("cancelled");
                    return Response.Fail();
                }

                StepResult result = idle.Step();
                return result.IsOk ? Response.Ok(sizeBytes: result.Bytes) : Response.Fail();
            })
            .WithInit(_ =>
            {
                idle.Prepare(simulation.Copies);
                return Task.CompletedTask;
            })
            .WithClean(_ =>
            {
                idle.Dispose();
                return Task.CompletedTask;
            })
            .WithoutWarmUp()
            .WithLoadSimulations(simulation.StepsPerSecond == 0
                ? Simulation.KeepConstant(simulation.Copies, simulation.During)
                : Simulation.Inject(simulation.StepsPerSecond, TimeSpan.FromSeconds(1), simulation.During));
    }
}
