using UniBind.Grid.Alignment;

namespace UniBind.Grid.Grains;

/// <summary>Reads the rule of a request to build centers, and refuses one that cannot be fulfilled before anything is read.</summary>
internal static class CenterRequests
{
    /// <summary>The rule; as text it stands in the lineage.</summary>
    /// <exception cref="GridException">There is no such rule, a number is out of range, or the rule and the calibration output do not go together.</exception>
    public static CenterSelection SelectionOf(CenterBuildRequest request)
    {
        CenterSelection selection;
        try
        {
            selection = CenterSelection.Parse(request.Rule, request.Rows);
        }
        catch (AlignmentException e)
        {
            throw new GridException(e.Message);
        }
        return (selection.Rule, request.Calibration) switch
        {
            (CenterRule.Calibrated, null) => throw new GridException("The rule calibrated needs labelled embeddings; name the output folder of a job of this space with --calibration, or take another rule."),
            (CenterRule.Medoid or CenterRule.Diverse, not null) => throw new GridException($"The rule {request.Rule} goes by no labels, so that an output to calibrate on means nothing to it; leave it out, or take calibrated or topk."),
            _ => selection,
        };
    }
}
