using Pipeline.Gateway.Control;

namespace Pipeline.Gateway.Commands.Control;

/// <summary>Shows what has come of an order about a connection.</summary>
internal static class OrderOutput
{
    /// <summary>Writes it.</summary>
    public static void Write(CommandOutput output, ControlResponse response)
    {
        if (output.IsJson)
        {
            output.WriteJson(response.Order!, JsonShapes.Default.OrderView);
        }
        else
        {
            output.WriteLine(response.Order!.Text);
        }
    }
}
