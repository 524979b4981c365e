using System.Collections.Concurrent;
using NBomber.Contracts;
using NBomber.Contracts.Stats;
using NBomber.CSharp;
using Pipeline.LoadTests.Scenarios;
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
    public static void Run(
        IReadOnlyList<string> names, Func<string, IScenario> create, LoadSimulation simulation, string? reportFolder) =>
        Runner
            .RegisterScenarios([.. names.Select(name => Adapt(name, create, simulation))])
            .WithReportFolder(reportFolder ?? DefaultFolder)
            .WithReportFormats(ReportFormat.Md, ReportFormat.Html)
            .Run();

    private static ScenarioProps Adapt(string name, Func<string, IScenario> create, LoadSimulation simulation)
    {
        // Instances that no user has at the moment: a step takes one and puts it back.
        var idle = new ConcurrentBag<IScenario>();
        return Scenario
            .Create(name, async _ =>
            {
                // A step never waits by itself: without this the user would never let go of NBomber's thread.
                await Task.Yield();
                if (!idle.TryTake(out IScenario? scenario))
                {
                    scenario = Prepared(create(name));
                }

                StepResult result = scenario.Step();
                idle.Add(scenario);
                return result.IsOk ? Response.Ok(sizeBytes: result.Bytes) : Response.Fail();
            })
            .WithInit(_ =>
            {
                for (int copy = 0; copy < simulation.Copies; copy++)
                {
                    idle.Add(Prepared(create(name)));
                }

                return Task.CompletedTask;
            })
            .WithClean(_ =>
            {
                while (idle.TryTake(out IScenario? scenario))
                {
                    scenario.Dispose();
                }

                return Task.CompletedTask;
            })
            .WithoutWarmUp()
            .WithLoadSimulations(simulation.StepsPerSecond == 0
                ? Simulation.KeepConstant(simulation.Copies, simulation.During)
                : Simulation.Inject(simulation.StepsPerSecond, TimeSpan.FromSeconds(1), simulation.During));
    }

    private static IScenario Prepared(IScenario scenario)
    {
        scenario.Prepare();
        return scenario;
    }
}
