using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Configuration.Json;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Policy;

namespace Pipeline.Engine.Configuration.Policies;

/// <summary>The one policy of a file that is in force, and the connections that it needs.</summary>
/// <remarks>
/// A file has one <c>policy</c>, or several <c>policies</c> of which <c>assignedPolicy</c> names one ([MS-GPIPSEC]: one assigned policy at a time).
/// What only the others name is out of service, so that assigning another policy ends it: the peer gets a DELETE.
/// </remarks>
/// <param name="Policy">The policy.</param>
/// <param name="Connections">Connections and children that it names, and those that no policy names.</param>
internal sealed record AssignedPolicy(SecurityPolicy Policy, IReadOnlyList<ConnectionSettings> Connections)
{
    /// <summary>Reads every policy of the file, and chooses.</summary>
    /// <param name="root">The gateway's file.</param>
    /// <param name="names">What rules may name.</param>
    public static AssignedPolicy Read(ObjectReader root, PolicyNames names)
    {
        if (root.Find("policies") is null)
        {
            if (root.Find("assignedPolicy") is not null)
            {
                root.Refuse("assignedPolicy", "chooses one of \"policies\", which are not there; write them, or remove it beside \"policy\"");
            }

            return new AssignedPolicy(PolicyReader.Read(root.Find("policy"), names, root.Errors), names.Connections);
        }

        if (root.Find("policy") is not null)
        {
            root.Refuse("policy", "and \"policies\" are alternatives; move it into the array with a name of its own");
        }

        List<SecurityPolicy> policies = ReadAll(root, names);
        SecurityPolicy assigned = Choose(root, policies);
        return new AssignedPolicy(assigned, InService(assigned, policies, names.Connections));
    }

    private static List<SecurityPolicy> ReadAll(ObjectReader root, PolicyNames names)
    {
        var policies = new List<SecurityPolicy>();
        foreach (ConfigurationNode node in root.Items("policies"))
        {
            SecurityPolicy policy = PolicyReader.Read(node, names, root.Errors, needsName: true);
            if (policies.Exists(other => other.Name == policy.Name) && policy.Name.Length > 0)
            {
                root.Errors.Add(node, $"has the name \"{policy.Name}\" of an earlier policy; write another");
            }

            policies.Add(policy);
        }

        return policies;
    }

    private static SecurityPolicy Choose(ObjectReader root, List<SecurityPolicy> policies)
    {
        string name = root.Name("assignedPolicy", policies.Count > 0 && policies[0].Name.Length > 0 ? policies[0].Name : "branch office");
        SecurityPolicy? assigned = policies.Find(policy => policy.Name == name);
        if (assigned is null && name.Length > 0)
        {
            root.Refuse("assignedPolicy", $"names none of the policies{NearestName.Suggest(name, [.. policies.Select(policy => policy.Name)])}");
        }

        return assigned ?? SecurityPolicy.BlockAll;
    }

    private static List<ConnectionSettings> InService(
        SecurityPolicy assigned, List<SecurityPolicy> policies, IReadOnlyList<ConnectionSettings> connections)
    {
        var kept = new List<ConnectionSettings>();
        foreach (ConnectionSettings connection in connections)
        {
            IReadOnlyList<ChildOptions> all = connection.Options.Children;
            ChildOptions[] children = [.. all.Where(child =>
                Names(assigned, connection, child) || !policies.Exists(policy => Names(policy, connection, child)))];
            if (children.Length == all.Count)
            {
                kept.Add(connection);
            }
            else if (children.Length > 0)
            {
                kept.Add(connection with { Options = connection.Options with { Children = children } });
            }
        }

        return kept;
    }

    /// <summary>A rule without a child stands for all children of its connection.</summary>
    private static bool Names(SecurityPolicy policy, ConnectionSettings connection, ChildOptions child) => policy.Rules.Any(
        rule => rule.ConnectionName == connection.Name && (rule.ChildName is null || rule.ChildName == child.Name));
}
