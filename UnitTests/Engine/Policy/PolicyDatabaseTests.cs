using Pipeline.Engine.Policy;
using Pipeline.Engine.Wire.Ip;
using Xunit;

namespace Pipeline.UnitTests.Engine.Policy;

/// <summary>The policy is swapped as a whole.</summary>
public sealed class PolicyDatabaseTests
{
    [Fact]
    public void Every_published_policy_gets_the_next_generation()
    {
        var database = new PolicyDatabase(SecurityPolicy.BlockAll);
        Assert.Equal(0, database.Current.Generation);

        PolicyIndex next = database.Publish(AllSay("one"));

        Assert.Same(next, database.Current);
        Assert.Equal((1, "one"), (next.Generation, next.Policy.Name));
    }

    [Fact]
    public void A_reader_never_sees_a_mix_of_two_policies()
    {
        var database = new PolicyDatabase(AllSay("0"));
        var reader = new Thread(() =>
        {
            int last = 0;
            while (last < 5_000)
            {
                PolicyIndex index = database.Current;
                Verdict verdict = index.Classify(default);
                Assert.Equal(index.Policy.Name, verdict.SaName);
                Assert.InRange(index.Generation, last, int.MaxValue);
                last = index.Generation;
            }
        });
        reader.Start();

        for (int number = 1; number <= 5_000; number++)
        {
            database.Publish(AllSay(number.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        reader.Join();
        Assert.Equal(5_000, database.Current.Generation);
    }

    [Fact]
    public void Publishing_from_two_threads_loses_no_generation()
    {
        var database = new PolicyDatabase(SecurityPolicy.BlockAll);
        void Publish()
        {
            for (int number = 0; number < 1_000; number++)
            {
                database.Publish(SecurityPolicy.BlockAll);
            }
        }

        var other = new Thread(Publish);
        other.Start();
        Publish();
        other.Join();

        Assert.Equal(2_000, database.Current.Generation);
    }

    private static SecurityPolicy AllSay(string name) => new(name,
    [
        new PolicyRule
        {
            Name = name,
            Action = FilterAction.Negotiate,
            SaName = name,
            Filters = new FilterList(name, [new Filter(TrafficSelector.Any)]),
        },
    ]);
}
