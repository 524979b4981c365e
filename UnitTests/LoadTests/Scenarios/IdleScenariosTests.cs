using Pipeline.LoadTests.Scenarios;
using Xunit;

namespace Pipeline.UnitTests.LoadTests.Scenarios;

public sealed class IdleScenariosTests
{
    private readonly List<Recorded> _made = [];
    private bool _throws;

    [Fact]
    public void A_step_takes_an_instance_and_puts_it_back()
    {
        using IdleScenarios idle = Idle();
        idle.Prepare(1);

        Assert.True(idle.Step().IsOk);
        Assert.True(idle.Step().IsOk);

        Assert.Equal((true, 2), (Assert.Single(_made).IsPrepared, _made[0].Steps));
    }

    [Fact]
    public void An_instance_whose_step_throws_is_disposed_and_another_takes_its_place()
    {
        using IdleScenarios idle = Idle();
        idle.Prepare(1);

        _throws = true;
        Assert.Throws<InvalidOperationException>(() => idle.Step());
        _throws = false;
        Assert.True(idle.Step().IsOk);

        Assert.Equal([true, false], _made.Select(made => made.IsDisposed));
    }

    [Fact]
    public void Instances_that_nobody_has_are_disposed_at_the_end()
    {
        IdleScenarios idle = Idle();
        idle.Prepare(3);

        idle.Dispose();

        Assert.Equal(3, _made.Count);
        Assert.All(_made, made => Assert.True(made.IsDisposed));
    }

    private IdleScenarios Idle() => new(() =>
    {
        var made = new Recorded(this);
        _made.Add(made);
        return made;
    });

    private sealed class Recorded(IdleScenariosTests owner) : IScenario
    {
        public string Name => "recorded";

        public bool IsPrepared { get; private set; }

        public int Steps { get; private set; }

        public bool IsDisposed { get; private set; }

        public void Prepare() => IsPrepared = true;

        public StepResult Step()
        {
            Steps++;
            return owner._throws ? throw new InvalidOperationException("a step that fails") : new StepResult(true, 1);
        }

        public void Dispose() => IsDisposed = true;
    }
}
